import { PanelLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { compose } from '../../commands/compose.ts';
import { openFolder } from '../../commands/ViewState.ts';
import { shownCounts } from '../../domain/shownCounts.ts';
import { useText } from '../../i18n/TextContext.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { compareRoles } from '../folders/buildFolderTree.ts';
import { folderName } from '../folders/folderName.ts';
import { FolderTree } from '../folders/FolderTree.tsx';
import { roleIcons } from '../folders/roleIcons.ts';
import { useAppData } from './AppData.ts';
import { useServices } from './AppServices.ts';
import { CommandButton } from './CommandButton.tsx';
import { SectionNav } from './SectionNav.tsx';
import { useViewState } from './useViewState.ts';
import './Sidebar.css';

/** The sidebar of a narrow window: the shown account's special folders as icons, the whole tree behind a button. */
export function Rail(): ReactNode {
  const text = useText();
  const { view } = useServices();
  const { folders } = useAppData();
  const shown = useViewState((state) => state.folder);
  const section = useViewState((state) => state.section);
  const accountId = folders.find(({ key }) => key === shown)?.accountId;
  const special = folders
    .filter((folder) => folder.accountId === accountId && folder.role !== 'none' && folder.selectable)
    .sort((a, b) => compareRoles(a.role, b.role));
  return (
    <nav className="n-rail" aria-label={text.folders.title}>
      <div className="n-rail__brand">
        <Mark size={24} />
      </div>
      <CommandButton command={compose} />
      <Popover
        label={text.folders.title}
        trigger={<IconButton icon={PanelLeft} label={text.folders.title} />}
      >
        <div className="n-rail__drawer">
          <FolderTree />
        </div>
      </Popover>
      <div className="n-rail__folders">
        {special.map((folder) => {
          const { unread } = shownCounts(folder);
          const name = folderName(folder, text);
          const isCurrent = section === 'mail' && folder.key === shown;
          return (
            <span key={folder.key} className="n-rail__folder" {...(isCurrent ? { 'data-current': '' } : {})}>
              <IconButton
                icon={folder.role === 'none' ? PanelLeft : roleIcons[folder.role]}
                label={unread === 0 ? name : `${name}, ${text.folders.unread(unread)}`}
                onPress={() => view.setState(openFolder(folder.key))}
              />
              {unread > 0 && folder.role === 'inbox' ? <span className="n-rail__dot" /> : null}
            </span>
          );
        })}
      </div>
      <SectionNav isColumn />
    </nav>
  );
}
