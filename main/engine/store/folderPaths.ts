import type { FolderPath } from '../../../preload/contract/index.ts';
import type { MessageStore } from './MessageStore.ts';
import { StoreError } from './StoreError.ts';
import type { FolderId, FolderInfo, FolderRole } from './storeTypes.ts';

/** Between folder names in a path; no folder name holds it. */
export const pathDelimiter = '/';

/** Each folder with its path. */
export const foldersByPath = (store: MessageStore): ReadonlyMap<string, FolderInfo> => {
  const folders = store.folders();
  const byId = new Map(folders.map((folder) => [folder.id, folder]));
  const pathOf = (folder: FolderInfo): string => {
    const parent = folder.parent === null ? undefined : byId.get(folder.parent);
    return parent === undefined ? folder.name : `${pathOf(parent)}${pathDelimiter}${folder.name}`;
  };
  return new Map(folders.map((folder) => [pathOf(folder), folder]));
};

/** The folder of this path; `notFound` when there is none. */
export const folderAt = (store: MessageStore, path: string): FolderInfo => {
  const folder = foldersByPath(store).get(path.normalize('NFC'));
  if (folder === undefined) throw new StoreError('notFound', 'There is no such folder');
  return folder;
};

/** The path's parent (made if it is missing, as IMAP servers do) and its last name. */
export const placeFor = async (
  store: MessageStore,
  path: FolderPath,
): Promise<{ readonly parent: FolderId | null; readonly name: string }> => {
  const names = path.normalize('NFC').split(pathDelimiter);
  const name = names.pop() ?? '';
  let parent: FolderId | null = null;
  for (let depth = 1; depth <= names.length; depth += 1) {
    const known = foldersByPath(store).get(names.slice(0, depth).join(pathDelimiter));
    const above: FolderInfo = known ?? (await store.createFolder({ name: names[depth - 1] ?? '', parent }));
    parent = above.id;
  }
  return { parent, name };
};

const standardFolders: readonly (readonly [FolderRole, string])[] = [
  ['inbox', 'Inbox'],
  ['drafts', 'Drafts'],
  ['sent', 'Sent'],
  ['archive', 'Archive'],
  ['junk', 'Junk'],
  ['trash', 'Trash'],
];

/** Makes the folders every account has, where they are missing (people see them by role, in their language). */
export const ensureStandardFolders = async (store: MessageStore): Promise<void> => {
  for (const [role, name] of standardFolders) {
    const folders = store.folders();
    if (folders.some((folder) => folder.role === role)) continue;
    const sameName = folders.find((folder) => folder.parent === null && folder.name === name);
    if (sameName === undefined) await store.createFolder({ name, role });
    else await store.changeFolder(sameName.id, { role });
  }
};
