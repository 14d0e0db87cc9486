import { Settings } from 'lucide-react';
import type { AppSettings } from '../../preload/contract/index.ts';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';

/** Changes preferences; what one sees at once needs no notice, and its way back is the same control. */
export function changeSettings(change: Partial<AppSettings>): Command {
  return intent(
    'changeSettings',
    Settings,
    (text) => text.settings.title,
    async ({ settings, saveSettings }) => {
      await saveSettings({ ...settings, ...change });
      return null;
    },
  );
}
