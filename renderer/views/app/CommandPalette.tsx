import type { ReactNode } from 'react';
import { registry } from '../../commands/registry.ts';
import { shortcutKeys } from '../../commands/Shortcut.ts';
import { openOverlay } from '../../commands/ViewState.ts';
import { useText } from '../../i18n/TextContext.ts';
import { useServices } from './AppServices.ts';
import { FilterList } from './FilterList.tsx';
import { useCommandContext } from './useCommandContext.ts';
import { useRunCommand } from './useRunCommand.ts';

/** Everything that can be done now, by name; it teaches the shortcuts. */
export function CommandPalette(): ReactNode {
  const text = useText();
  const context = useCommandContext();
  const run = useRunCommand();
  const { isMac, view } = useServices();
  return (
    <FilterList
      title={text.commands.paletteTitle}
      placeholder={text.commands.palettePlaceholder}
      emptyLabel={text.commands.paletteEmpty}
      entries={registry
        .filter((command) => command.isHidden !== true && command.isEnabled(context))
        .map((command) => ({
          id: command.id,
          label: command.label(context),
          icon: command.icon,
          shortcut: shortcutKeys(command.shortcuts[0], isMac),
          run: () => run(command),
        }))}
      onClose={() => view.setState(openOverlay(null))}
    />
  );
}
