import type { ReactNode } from 'react';
import { registry } from '../../commands/registry.ts';
import { shortcutKeys } from '../../commands/Shortcut.ts';
import { openOverlay } from '../../commands/ViewState.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { useServices } from './AppServices.ts';
import { useCommandContext } from './useCommandContext.ts';
import './ShortcutsDialog.css';

/** All keys on one sheet. */
export function ShortcutsDialog(): ReactNode {
  const text = useText();
  const context = useCommandContext();
  const { isMac, view } = useServices();
  const groups = [
    { key: 'message', title: text.commands.groupMessage },
    { key: 'navigate', title: text.commands.groupNavigate },
    { key: 'app', title: text.commands.groupApp },
  ] as const;
  return (
    <Dialog
      title={text.commands.shortcutsTitle}
      isOpen
      onClose={() => view.setState(openOverlay(null))}
      closeLabel={text.common.close}
      size="large"
    >
      <div className="n-shortcuts">
        {groups.map((group) => (
          <section key={group.key}>
            <h3 className="n-shortcuts__group">{group.title}</h3>
            <dl className="n-shortcuts__list">
              {registry
                .filter((command) => command.group === group.key && command.shortcuts.length > 0)
                .map((command) => (
                  <div key={command.id} className="n-shortcuts__row">
                    <dt>{command.label(context)}</dt>
                    <dd>
                      <Kbd keys={shortcutKeys(command.shortcuts[0], isMac) ?? ''} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
