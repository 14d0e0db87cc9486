import type { LucideIcon } from 'lucide-react';
import type { Catalogue } from '../i18n/en.ts';
import type { Command } from './Command.ts';

/**
 * A command about one particular thing (this account, this outgoing message): it is made where the thing is shown, so
 * it is in no palette and has no key, but it runs, reports and can be undone like every other.
 */
export function intent(
  id: string,
  icon: LucideIcon,
  label: (text: Catalogue) => string,
  run: Command['run'],
): Command {
  return {
    id,
    group: 'app',
    icon,
    shortcuts: [],
    label: ({ text }) => label(text),
    isEnabled: () => true,
    isHidden: true,
    run,
  };
}
