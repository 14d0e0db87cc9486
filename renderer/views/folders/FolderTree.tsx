import { FolderOpen } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Tree, type Key } from 'react-aria-components';
import { openFolder } from '../../commands/ViewState.ts';
import { useLanguage, useText } from '../../i18n/TextContext.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useAppData } from '../app/AppData.ts';
import { useServices } from '../app/AppServices.ts';
import { useViewState } from '../app/useViewState.ts';
import { AccountItem } from './AccountItem.tsx';
import { buildFolderTree, type FolderNode } from './buildFolderTree.ts';
import './FolderTree.css';

const accountKey = (id: string): string => `account:${id}`;

/** All accounts and their folders as one tree: arrows walk it, letters find in it, Enter opens. */
export function FolderTree(): ReactNode {
  const text = useText();
  const language = useLanguage();
  const { view } = useServices();
  const { accounts, folders } = useAppData();
  const shown = useViewState((state) => state.folder);
  const section = useViewState((state) => state.section);
  const collator = new Intl.Collator(language, { numeric: true });
  const trees = accounts.map((account) => ({
    account,
    nodes: buildFolderTree(
      folders.filter((folder) => folder.accountId === account.id),
      collator,
    ),
  }));
  // Accounts begin open, folders closed; what the person changed is kept as the difference.
  const [toggled, setToggled] = useState<ReadonlySet<Key>>(new Set());
  const isInitiallyOpen = (key: Key): boolean => String(key).startsWith('account:');
  const expandable = [
    ...accounts.map((account) => accountKey(account.id)),
    ...trees.flatMap(({ nodes }) => withChildren(nodes)),
  ];
  const expanded = new Set<Key>(expandable.filter((key) => isInitiallyOpen(key) !== toggled.has(key)));

  // Without an account no server will ever answer: the shore stays empty.
  if (accounts.length === 0) return <div className="n-folders" />;
  if (folders.length === 0)
    return (
      <div className="n-folders n-folders--empty">
        <EmptyState icon={FolderOpen} title={text.folders.none} hint={text.folders.noneHint} />
      </div>
    );
  return (
    <Tree
      aria-label={text.folders.title}
      className="n-folders"
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={section === 'mail' && shown !== null ? [shown] : []}
      expandedKeys={expanded}
      onExpandedChange={(next) =>
        setToggled(new Set(expandable.filter((key) => next.has(key) !== isInitiallyOpen(key))))
      }
      onSelectionChange={(keys) => {
        const folder = folders.find(({ key }) => keys !== 'all' && keys.has(key));
        if (folder?.selectable === true) view.setState(openFolder(folder.key));
      }}
    >
      {trees.map(({ account, nodes }) => (
        <AccountItem key={account.id} id={accountKey(account.id)} account={account} nodes={nodes} />
      ))}
    </Tree>
  );
}

function withChildren(nodes: readonly FolderNode[]): readonly string[] {
  return nodes.flatMap(({ folder, children }) =>
    children.length === 0 ? [] : [folder.key, ...withChildren(children)],
  );
}
