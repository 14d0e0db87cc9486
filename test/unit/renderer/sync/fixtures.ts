import type {
  AccountId,
  Account,
  FolderInfo,
  FolderPath,
  MessageSummary,
  SyncBatch,
  SyncCursor,
  Uid,
  UidSet,
  UidValidity,
} from '../../../../preload/contract/index.ts';
import { openDatabase, type NaruDatabase } from '../../../../renderer/db/openDatabase.ts';
import { messagesByUid } from '../../../../renderer/db/queries/messageQueries.ts';
import { replaceFolders } from '../../../../renderer/db/writes/replaceFolders.ts';
import { folderKey, type MessageRow } from '../../../../renderer/domain/rows.ts';

// Values of branded types, made here alone.
export const accountId = 'alice' as AccountId;
export const path = (name: string) => name as FolderPath;
export const uid = (value: number) => value as Uid;
export const uidSet = (set: string) => set as UidSet;
export const validity = (value: number) => value as UidValidity;
export const cursor = (value: string) => value as SyncCursor;
export const inbox = folderKey(accountId, path('INBOX'));
export const archive = folderKey(accountId, path('Archive'));

export const summary = (
  id: number,
  flags: readonly string[] = [],
  more: Partial<MessageSummary> = {},
): MessageSummary => ({
  uid: uid(id),
  modseq: null,
  flags: [...flags],
  internalDate: id * 1000,
  date: id * 1000,
  sizeBytes: 1000,
  subject: `message ${id}`,
  from: [{ name: 'Bob', address: 'bob@hamburger.test' }],
  sender: [],
  replyTo: [],
  to: [],
  cc: [],
  bcc: [],
  messageId: `${id}@test`,
  references: [],
  attachments: [],
  ...more,
});

export const folderInfo = (name: string, role: FolderInfo['role'] = 'none'): FolderInfo => ({
  path: path(name),
  name,
  delimiter: '/',
  parent: null,
  role,
  subscribed: true,
  selectable: true,
  total: null,
  unseen: null,
});

export const batch = (changes: Partial<SyncBatch> = {}): SyncBatch => ({
  uidValidity: validity(1),
  reset: false,
  added: [],
  flagChanges: [],
  vanished: uidSet(''),
  present: null,
  counts: null,
  nextCursor: cursor('next'),
  more: false,
  progress: { done: 0, total: 0 },
  ...changes,
});

const server = {
  host: 'mail.test',
  port: 993,
  security: 'tls',
  user: 'alice',
  auth: 'password',
  pinnedCertificate: null,
} as const;
export const account = (id = 'alice', protocol: 'imap' | 'pop3' = 'imap'): Account => ({
  id: id as AccountId,
  label: id,
  incoming:
    protocol === 'imap'
      ? { protocol, server }
      : { protocol, server: { ...server, port: 995 }, leaveOnServer: { policy: 'never' } },
  outgoing: server,
  identities: [{ id: 'i', name: id, address: `${id}@test.test`, replyTo: null, signature: '' }],
  isDemo: false,
});

/** An empty cache that knows an inbox and an archive. */
export async function openTestDatabase(): Promise<NaruDatabase> {
  const database = openDatabase(`test-${crypto.randomUUID()}`);
  await replaceFolders(database, accountId, [folderInfo('INBOX', 'inbox'), folderInfo('Archive', 'archive')]);
  return database;
}

/** Every row of a folder, hidden ones too, ascending by UID. */
export async function allRows(database: NaruDatabase, folder = inbox): Promise<MessageRow[]> {
  const blocks = await database.blocks
    .where('[folder+block]')
    .between([folder, 0], [folder, Infinity])
    .toArray();
  const uids = blocks.flatMap((block) => [...block.uids].map(uid));
  return (await messagesByUid(database, folder, uids)).filter((row) => row !== undefined);
}

/** Messages in the cache, of all folders. */
export const countMessages = async (database: NaruDatabase): Promise<number> =>
  (await database.blocks.toArray()).reduce((sum, { uids }) => sum + uids.length, 0);

/** UIDs of the cached bodies of all folders. */
export const bodyUids = async (database: NaruDatabase): Promise<number[]> =>
  (await database.bodyPacks.toArray()).flatMap(({ bodies }) => bodies.map((body) => body.uid));

/** As if no body had come yet. */
export async function forgetBodies(database: NaruDatabase): Promise<void> {
  await database.bodyPacks.clear();
  await database.blocks.toCollection().modify(({ packs }) => {
    packs.fill(0);
  });
}

/** What the lists show of a folder, and its counters, as one value. */
export async function shown(database: NaruDatabase, folder = inbox) {
  const rows = await allRows(database, folder);
  const row = await database.folders.get(folder);
  return {
    messages: Object.fromEntries(
      rows.filter(({ hidden }) => hidden === 0).map((message) => [message.uid, message.flags.join(' ')]),
    ),
    total: row?.total,
    unread: row?.unread,
    cursor: row?.cursor,
  };
}

/** A whole copy of the cache, for "nothing changed"; without `heads`, which counts commits. */
export async function dump(database: NaruDatabase): Promise<Record<string, unknown[]>> {
  const kept = database.tables.filter(({ name }) => name !== 'heads');
  const tables = await Promise.all(kept.map(async (table) => [table.name, await table.toArray()]));
  return Object.fromEntries(tables) as Record<string, unknown[]>;
}

/** A small deterministic generator (mulberry32), so that a failing run can be repeated by its seed. */
export function randomSource(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T,
    chance: (probability: number) => next() < probability,
    some: <T>(items: readonly T[], most: number): T[] =>
      items.filter(() => next() < most / Math.max(1, items.length)).slice(0, most),
  };
}
