import { ChevronRight, Folder } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { Button, TreeItem, TreeItemContent } from 'react-aria-components';
import { shownCounts } from '../../domain/shownCounts.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import type { FolderNode } from './buildFolderTree.ts';
import { folderName } from './folderName.ts';
import { roleIcons } from './roleIcons.ts';

/** Deeper levels are not indented further: names stay readable in a narrow pane. */
const MAX_INDENT = 6;

/** A folder's line and the folders in it. */
export function FolderItem({
  node,
  depth,
}: {
  readonly node: FolderNode;
  readonly depth: number;
}): ReactNode {
  const text = useText();
  const formats = useFormats();
  const { folder, children } = node;
  const name = folderName(folder, text);
  const { unread, total } = shownCounts(folder);
  // Drafts count what lies there, not what is unread; sent, junk and trash call for no attention.
  const isQuiet = folder.role === 'sent' || folder.role === 'trash' || folder.role === 'junk';
  const count = folder.role === 'drafts' ? total : isQuiet ? 0 : unread;
  const Icon = folder.role === 'none' ? Folder : roleIcons[folder.role];
  const style = { '--depth': Math.min(depth, MAX_INDENT) } as CSSProperties; // custom properties are not in its type
  return (
    <TreeItem
      id={folder.key}
      textValue={name}
      aria-label={
        count === 0
          ? name
          : `${name}, ${folder.role === 'drafts' ? text.folders.messages(count) : text.folders.unread(count)}`
      }
      className="n-folder"
      style={style}
    >
      <TreeItemContent>
        {({ isExpanded }) => (
          <>
            <Icon aria-hidden size={15} strokeWidth={1.75} className="n-folder__icon" />
            <span className="n-folder__name n-ellipsis" title={name}>
              {name}
            </span>
            {count === 0 ? null : (
              <span
                className={
                  folder.role === 'inbox' ? 'n-folder__count n-folder__count--strong' : 'n-folder__count'
                }
              >
                {formats.number(count)}
              </span>
            )}
            {children.length === 0 ? null : (
              <Button
                slot="chevron"
                className="n-folder__chevron"
                aria-label={isExpanded ? text.folders.collapse : text.folders.expand}
              >
                <ChevronRight aria-hidden size={14} />
              </Button>
            )}
          </>
        )}
      </TreeItemContent>
      {children.map((child) => (
        <FolderItem key={child.folder.key} node={child} depth={depth + 1} />
      ))}
    </TreeItem>
  );
}
