import type { FolderRole } from '../../../preload/contract/index.ts';
import type { FolderRow } from '../../domain/rows.ts';

export interface FolderNode {
  readonly folder: FolderRow;
  readonly children: readonly FolderNode[];
}

const ROLE_ORDER: readonly FolderRole[] = [
  'inbox',
  'flagged',
  'drafts',
  'sent',
  'archive',
  'junk',
  'trash',
  'all',
  'none',
];

/** Special folders in the order people look for them; ordinary ones last. */
export const compareRoles = (a: FolderRole, b: FolderRole): number =>
  ROLE_ORDER.indexOf(a) - ROLE_ORDER.indexOf(b);

/**
 * One account's folders as a tree. Special folders stand at the top wherever the server keeps them
 * (`[Gmail]/Sent Mail`, `INBOX.Sent`), in a fixed order; the rest follows by name as `collator` sorts it. A container
 * that holds no messages and has lost all its children disappears. A folder whose parent is not in the list, or is
 * not a true prefix of it (a broken server), stands at the top.
 */
export function buildFolderTree(
  folders: readonly FolderRow[],
  collator: Intl.Collator,
): readonly FolderNode[] {
  const byPath = new Map(folders.map((folder) => [folder.path, folder]));
  const childrenOf = new Map<string | null, FolderRow[]>();
  for (const folder of folders) {
    const parent = folder.parent;
    const isNested =
      folder.role === 'none' &&
      parent !== null &&
      byPath.has(parent) &&
      parent.length < folder.path.length &&
      folder.path.startsWith(parent);
    const key = isNested ? parent : null;
    childrenOf.set(key, [...(childrenOf.get(key) ?? []), folder]);
  }
  const build = (parent: string | null): readonly FolderNode[] =>
    (childrenOf.get(parent) ?? [])
      .toSorted((a, b) => compareRoles(a.role, b.role) || collator.compare(a.name, b.name))
      .map((folder) => ({ folder, children: build(folder.path) }))
      .filter(({ folder, children }) => folder.selectable || children.length > 0);
  return build(null);
}
