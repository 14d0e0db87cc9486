import { Folder } from 'lucide-react';
import type { ReactNode } from 'react';
import { shownFolder } from '../../commands/folderOf.ts';
import { moveToFolder } from '../../commands/moveTo.ts';
import { openOverlay } from '../../commands/ViewState.ts';
import { useText } from '../../i18n/TextContext.ts';
import { folderName } from '../folders/folderName.ts';
import { roleIcons } from '../folders/roleIcons.ts';
import { useServices } from './AppServices.ts';
import { FilterList } from './FilterList.tsx';
import { useCommandContext } from './useCommandContext.ts';
import { useRunCommand } from './useRunCommand.ts';

/** Asks for the folder the chosen messages go to: those of the same account. */
export function MoveDialog(): ReactNode {
  const text = useText();
  const context = useCommandContext();
  const run = useRunCommand();
  const { view } = useServices();
  const from = shownFolder(context);
  const destinations = context.folders.filter(
    (folder) => folder.accountId === from?.accountId && folder.selectable && folder.key !== from.key,
  );
  return (
    <FilterList
      title={text.commands.moveToTitle(context.state.selection.selected.size)}
      placeholder={text.commands.moveFilter}
      emptyLabel={text.commands.moveNone}
      entries={destinations.map((folder) => ({
        id: folder.key,
        label: folderName(folder, text),
        detail: folder.parent === null ? undefined : folder.path,
        icon: folder.role === 'none' ? Folder : roleIcons[folder.role],
        run: () => run(moveToFolder(folder, folderName(folder, text))),
      }))}
      onClose={() => view.setState(openOverlay(null))}
    />
  );
}
