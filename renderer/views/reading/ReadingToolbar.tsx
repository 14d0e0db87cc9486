import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import { Toolbar } from 'react-aria-components';
import { archive } from '../../commands/archive.ts';
import { closeMessage } from '../../commands/closeMessage.ts';
import { deleteMessages } from '../../commands/deleteMessages.ts';
import { isFlagged } from '../../domain/flags.ts';
import { forward } from '../../commands/forward.ts';
import { junk } from '../../commands/junk.ts';
import { moveTo } from '../../commands/moveTo.ts';
import { reply } from '../../commands/reply.ts';
import { replyAll } from '../../commands/replyAll.ts';
import { shortcutKeys } from '../../commands/Shortcut.ts';
import { toggleRead } from '../../commands/toggleRead.ts';
import { toggleStar } from '../../commands/toggleStar.ts';
import { useText } from '../../i18n/TextContext.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useAppData } from '../app/AppData.ts';
import { useServices } from '../app/AppServices.ts';
import { CommandButton } from '../app/CommandButton.tsx';
import { useCommandContext } from '../app/useCommandContext.ts';
import { useRunCommand } from '../app/useRunCommand.ts';

const answers = [reply, replyAll, forward];

/** What can be done with the chosen messages; nothing is shown while none is chosen. */
export function ReadingToolbar({ hasBack }: { readonly hasBack: boolean }): ReactNode {
  const text = useText();
  const { isMac } = useServices();
  const { selectedRows } = useAppData();
  const context = useCommandContext();
  const run = useRunCommand();
  if (context.state.selection.selected.size === 0) return <div className="n-pane-head" />;
  const isStarred = selectedRows.length > 0 && selectedRows.every(({ flags }) => isFlagged(flags));
  const further = [toggleRead, junk].filter((command) => command.isEnabled(context));
  return (
    <Toolbar aria-label={text.app.messageToolbar} className="n-pane-head n-reading__toolbar">
      {hasBack ? <CommandButton command={closeMessage} /> : null}
      <CommandButton command={archive} />
      <CommandButton command={deleteMessages} />
      <CommandButton command={moveTo} />
      <CommandButton command={toggleStar} tone="star" isActive={isStarred} />
      <Menu
        label={text.common.more}
        trigger={<IconButton icon={Ellipsis} label={text.common.more} />}
        entries={further.map((command) => ({
          id: command.id,
          label: command.label(context),
          icon: command.icon,
          shortcut: shortcutKeys(command.shortcuts[0], isMac),
          run: () => run(command),
        }))}
      />
      <span className="n-reading__space" />
      {answers.map((command) => (
        <CommandButton key={command.id} command={command} />
      ))}
    </Toolbar>
  );
}
