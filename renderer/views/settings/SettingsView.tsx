import type { ReactNode } from 'react';
import { changeSettings } from '../../commands/changeSettings.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Page } from '../../ui/Page.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { Select } from '../../ui/Select.tsx';
import { useAppData } from '../app/AppData.ts';
import { useHello } from '../app/useHello.ts';
import { useRunCommand } from '../app/useRunCommand.ts';
import './SettingsView.css';

const undoChoices = [0, 5, 8, 15, 30, 60] as const;

/** The few preferences there are; each takes effect at once. */
export function SettingsView(): ReactNode {
  const text = useText().settings;
  const { settings } = useAppData();
  const run = useRunCommand();
  const hello = useHello();
  const undoSeconds = [...new Set([...undoChoices, settings.undoSendSeconds])].sort((a, b) => a - b);
  return (
    <Page title={text.title}>
      <div className="n-settings">
        <RadioGroup
          label={text.language}
          value={settings.language}
          orientation="horizontal"
          options={(['system', 'en', 'ko'] as const).map((value) => ({
            value,
            label: text.languages[value],
          }))}
          onChange={(language) => run(changeSettings({ language }))}
        />
        <RadioGroup
          label={text.theme}
          value={settings.theme}
          orientation="horizontal"
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: text.themes[value],
          }))}
          onChange={(theme) => run(changeSettings({ theme }))}
        />
        <RadioGroup
          label={text.density}
          value={settings.density}
          options={(['comfortable', 'compact'] as const).map((value) => ({
            value,
            label: text.densities[value],
            description: text.densityHint[value],
          }))}
          onChange={(density) => run(changeSettings({ density }))}
        />
        <div>
          <Select
            className="n-settings__select"
            label={text.undoSend}
            value={String(settings.undoSendSeconds)}
            options={undoSeconds.map((seconds) => ({
              value: String(seconds),
              label: text.undoSeconds(seconds),
            }))}
            onChange={(seconds) => run(changeSettings({ undoSendSeconds: Number(seconds) }))}
          />
          <p className="n-settings__hint">{text.undoSendHint}</p>
        </div>
        {hello === null ? null : (
          <div className="n-settings__about">
            <p>
              {text.secrets}: {text.secretsKept[hello.capabilities.secrets]}
            </p>
            <p>{text.version(hello.appVersion)}</p>
          </div>
        )}
      </div>
    </Page>
  );
}
