import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, TreeItem, TreeItemContent } from 'react-aria-components';
import type { Account } from '../../../preload/contract/index.ts';
import { useText } from '../../i18n/TextContext.ts';
import { useAppData } from '../app/AppData.ts';
import type { FolderNode } from './buildFolderTree.ts';
import { FolderItem } from './FolderItem.tsx';
import { StatusDot } from './StatusDot.tsx';

export interface AccountItemProps {
  readonly id: string;
  readonly account: Account;
  readonly nodes: readonly FolderNode[];
}

/** An account's line: its name, how it is doing, and its folders below. */
export function AccountItem({ id, account, nodes }: AccountItemProps): ReactNode {
  const text = useText();
  const { status } = useAppData();
  const own = status.accounts[account.id];
  return (
    <TreeItem id={id} textValue={account.label} className="n-account">
      <TreeItemContent>
        {({ isExpanded }) => (
          <>
            <span className="n-account__label n-ellipsis">{account.label}</span>
            <StatusDot
              state={own?.state ?? 'connecting'}
              errorCode={own?.errorCode ?? null}
              label={account.label}
              host={account.incoming.server.host}
            />
            <Button
              slot="chevron"
              className="n-folder__chevron"
              aria-label={isExpanded ? text.folders.collapse : text.folders.expand}
            >
              <ChevronRight aria-hidden size={14} />
            </Button>
          </>
        )}
      </TreeItemContent>
      {nodes.map((node) => (
        <FolderItem key={node.folder.key} node={node} depth={0} />
      ))}
    </TreeItem>
  );
}
