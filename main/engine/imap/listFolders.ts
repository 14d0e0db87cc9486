import type { FolderInfo, FolderPath } from '../../../preload/contract/index.ts';
import type { FolderNames } from './FolderNames.ts';
import { assignRoles } from './folderRoles.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, isList, listOf, quoted, textOf, type ImapNode, type ImapReply } from './imapNodes.ts';
import { parseStatus, type FolderStatus } from './statusFolder.ts';

const MAX_FOLDERS = 20_000;

/** One LIST response (RFC 3501 section 7.2.2). */
export interface ListedFolder {
  readonly path: FolderPath;
  readonly delimiter: string;
  readonly attributes: readonly string[];
}

/**
 * All folders, in one round trip where LIST-EXTENDED, SPECIAL-USE and LIST-STATUS (RFC 5258, 6154, 5819) are
 * offered, else by LIST and LSUB; counts are null then. At most 20,000; names that are no paths are left out.
 */
export async function listFolders(connection: ImapConnection, names: FolderNames): Promise<FolderInfo[]> {
  const listed = new Map<FolderPath, ListedFolder>();
  const statuses = new Map<FolderPath, FolderStatus>();
  const take = (reply: ImapReply): void => {
    const folder = readListed(reply, names);
    if (folder !== null && listed.size < MAX_FOLDERS) listed.set(folder.path, folder);
  };
  const options = returnOptions(connection);
  await connection.run('LIST', [quoted(''), quoted('*'), ...options], {
    LIST: take,
    STATUS: ({ attributes }) => {
      const path = names.toPath(textOf(attributes[0]));
      if (path !== null) statuses.set(path, parseStatus(listOf(attributes[1])));
    },
  });
  const subscribed = new Set<FolderPath>();
  if (connection.has('LIST-EXTENDED'))
    for (const folder of listed.values())
      if (hasAttribute(folder, '\\subscribed')) subscribed.add(folder.path);
  if (!connection.has('LIST-EXTENDED'))
    await connection.run('LSUB', [quoted(''), quoted('*')], {
      LSUB: (reply) => {
        const folder = readListed(reply, names);
        if (folder !== null) subscribed.add(folder.path);
      },
    });
  return toFolderInfos([...listed.values()], subscribed, statuses);
}

function returnOptions(connection: ImapConnection): ImapNode[] {
  if (!connection.has('LIST-EXTENDED')) return [];
  const options: ImapNode[] = [atom('SUBSCRIBED')];
  if (connection.has('SPECIAL-USE')) options.push(atom('SPECIAL-USE'));
  if (connection.has('LIST-STATUS')) options.push(atom('STATUS'), ['MESSAGES', 'UNSEEN'].map(atom));
  return [atom('RETURN'), options];
}

function readListed({ attributes }: ImapReply, names: FolderNames): ListedFolder | null {
  const [flags, delimiter, name] = attributes;
  const path = names.toPath(textOf(name));
  if (path === null || !isList(flags)) return null;
  return { path, delimiter: textOf(delimiter).slice(0, 1), attributes: flags.map(textOf).slice(0, 50) };
}

const hasAttribute = (folder: ListedFolder, name: string): boolean =>
  folder.attributes.some((attribute) => attribute.toLowerCase() === name);

/** Pure: what a list of LIST responses means to people. A folder that does not exist is
 * left out unless others lie below it. */
export function toFolderInfos(
  listed: readonly ListedFolder[],
  subscribed: ReadonlySet<FolderPath>,
  statuses: ReadonlyMap<FolderPath, FolderStatus>,
): FolderInfo[] {
  const existing = listed.filter(
    (folder) => !hasAttribute(folder, '\\nonexistent') || isParent(folder, listed),
  );
  const paths = new Map(existing.map((folder) => [folder.path as string, folder.path]));
  const prefix = personalPrefix(existing);
  const split = existing.map((folder) => {
    const below = folder.path.startsWith(prefix) ? folder.path.slice(prefix.length) : folder.path;
    const segments = folder.delimiter === '' ? [below] : below.split(folder.delimiter);
    const cut = folder.delimiter === '' ? -1 : folder.path.lastIndexOf(folder.delimiter);
    return {
      folder,
      name: segments.at(-1) ?? below,
      depth: segments.length - 1,
      parent: cut > 0 ? (paths.get(folder.path.slice(0, cut)) ?? null) : null,
    };
  });
  const selectable = (folder: ListedFolder): boolean =>
    !hasAttribute(folder, '\\noselect') && !hasAttribute(folder, '\\nonexistent');
  const roles = assignRoles(
    split
      .filter(({ folder }) => selectable(folder))
      .map(({ folder, name, depth }) => ({ path: folder.path, name, depth, attributes: folder.attributes })),
  );
  return split.map(({ folder, name, parent }) => ({
    path: folder.path,
    name: name.slice(0, 1000),
    delimiter: folder.delimiter,
    parent,
    role: roles.get(folder.path) ?? 'none',
    subscribed: subscribed.has(folder.path),
    selectable: selectable(folder),
    total: statuses.get(folder.path)?.messages ?? null,
    unseen: statuses.get(folder.path)?.unseen ?? null,
  }));
}

const isParent = (folder: ListedFolder, listed: readonly ListedFolder[]): boolean =>
  folder.delimiter !== '' &&
  listed.some(
    (other) =>
      other.path.startsWith(`${folder.path}${folder.delimiter}`) && !hasAttribute(other, '\\nonexistent'),
  );

/** `INBOX.` on servers (Courier, old Cyrus) that keep everything below the inbox; else empty. */
function personalPrefix(listed: readonly ListedFolder[]): string {
  const others = listed.filter(({ path }) => path !== 'INBOX');
  const delimiter = listed.find((folder) => folder.delimiter !== '')?.delimiter ?? '';
  const prefix = `INBOX${delimiter}`;
  const allBelow = others.length > 0 && others.every(({ path }) => path.startsWith(prefix));
  return delimiter !== '' && allBelow ? prefix : '';
}
