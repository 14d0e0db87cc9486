import {
  defaultSettings,
  AccountId,
  FolderPath,
  Uid,
  UidValidity,
  type Account,
  type AppSettings,
  type FolderRole,
  type MessageBody,
  type MessageSummary,
} from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../renderer/db/openDatabase.ts';
import { messageTables } from '../../../renderer/db/folderRange.ts';
import { replaceAccounts } from '../../../renderer/db/writes/replaceAccounts.ts';
import { FolderWriter } from '../../../renderer/db/writes/FolderWriter.ts';
import { folderKey, type FolderRow } from '../../../renderer/domain/rows.ts';
import { letters, people, type Letter } from './letters.ts';

export interface FillOptions {
  readonly mode: string;
  readonly rows: number;
  readonly language: AppSettings['language'];
  readonly theme: AppSettings['theme'];
  readonly density: AppSettings['density'];
}

const MINUTE = 60_000;

function account(id: string, label: string, address: string): Account {
  const server = {
    host: 'mail.example.org',
    port: 993,
    security: 'tls' as const,
    user: address,
    auth: 'password' as const,
    pinnedCertificate: null,
  };
  return {
    id: AccountId.parse(id),
    label,
    isDemo: false,
    incoming: { protocol: 'imap', server },
    outgoing: server,
    identities: [{ id: 'main', name: 'Alice', address, replyTo: null, signature: '' }],
  };
}

function folder(
  owner: Account,
  path: string,
  role: FolderRole,
  counts: { total?: number; unread?: number; progress?: FolderRow['progress']; selectable?: boolean } = {},
): FolderRow {
  const slash = path.lastIndexOf('/');
  const total = counts.total ?? 0;
  return {
    key: folderKey(owner.id, FolderPath.parse(path)),
    accountId: owner.id,
    path: FolderPath.parse(path),
    name: path.slice(slash + 1),
    delimiter: '/',
    parent: slash === -1 ? null : FolderPath.parse(path.slice(0, slash)),
    role,
    subscribed: true,
    selectable: counts.selectable ?? true,
    total,
    unread: counts.unread ?? 0,
    uidValidity: UidValidity.parse(1),
    cursor: 'x' as FolderRow['cursor'],
    progress: counts.progress ?? { done: total, total },
    serverCounts: null,
  };
}

function summaryOf(uid: number, letter: Letter, date: number): MessageSummary {
  return {
    uid: Uid.parse(uid),
    modseq: null,
    flags: letter.flags ?? ['\\Seen'],
    internalDate: date,
    date,
    sizeBytes: 12_000,
    subject: letter.subject,
    from: [letter.from],
    sender: [],
    replyTo: [],
    to: letter.to ?? [{ name: 'Alice', address: 'alice@crepes.fr' }],
    cc: letter.cc ?? [],
    bcc: [],
    messageId: `${uid}@fixture`,
    references: [],
    attachments: letter.attachments ?? [],
  };
}

/** Fills an empty cache; returns the accounts' ids. */
export async function fillCache(database: NaruDatabase, options: FillOptions): Promise<readonly AccountId[]> {
  const { mode, rows, ...appearance } = options;
  await database.settings.put({ key: 'app', settings: { ...defaultSettings, ...appearance } });
  if (mode === 'first') return [];
  const accounts = [
    account('alice', 'alice@crepes.fr', 'alice@crepes.fr'),
    account('work', '나루 연구소 — 아주 긴 계정 이름도 줄이 깨지지 않아야 합니다', 'lee@hamburger.edu'),
  ];
  const [alice, work] = accounts as [Account, Account];
  await replaceAccounts(database, accounts);
  const total = mode === 'empty' ? 0 : rows;
  const inbox = folder(alice, 'INBOX', 'inbox', {
    total,
    unread: mode === 'empty' ? 0 : 12,
    ...(mode === 'syncing' ? { progress: { done: 1240, total: 4820 } } : {}),
  });
  await database.folders.bulkPut([
    inbox,
    folder(alice, 'Drafts', 'drafts', { total: 2 }),
    folder(alice, 'Sent', 'sent', { total: 3 }),
    folder(alice, 'Archive', 'archive', { total: 128_204 }),
    folder(alice, 'Junk', 'junk', { total: 41, unread: 41 }),
    folder(alice, 'Trash', 'trash', { total: 7 }),
    folder(alice, '가족', 'none', { total: 24, unread: 3 }),
    folder(alice, 'Projects', 'none', { selectable: false }),
    folder(alice, 'Projects/Ferry timetable 2027', 'none', { total: 12 }),
    folder(alice, 'Projects/강변 나루터 복원 사업 자료와 회의록 모음', 'none', { total: 8, unread: 1 }),
    folder(work, 'INBOX', 'inbox', { total: 982_411, unread: 104_233 }),
    folder(work, 'Sent', 'sent', { total: 100 }),
    folder(work, 'Trash', 'trash', { total: 3 }),
  ]);
  const now = Date.now();
  const summaries: MessageSummary[] = [];
  const bodies: MessageBody[] = [];
  const previews = new Map<Uid, string>();
  for (let index = 0; index < total; index += 1) {
    const uid = Uid.parse(total - index);
    const letter: Letter = letters[index] ?? {
      from: people[index % people.length] ?? { name: '', address: 'x@example.org' },
      subject: `Note ${uid} about the crossing`,
      text: 'The river was quiet this morning and the first boat left on time.',
    };
    const date = now - (index < 6 ? index * 47 * MINUTE : (index - 4) * 410 * MINUTE);
    summaries.push(summaryOf(uid, letter, date));
    if (letter.isMissing === true) continue;
    previews.set(uid, letter.preview ?? (letter.text ?? '').slice(0, 160));
    bodies.push({
      uid,
      headers: [],
      text: letter.text ?? null,
      html: letter.html ?? null,
      attachments: letter.attachments ?? [],
      inlineParts: [],
      truncated: false,
    });
  }
  await database.transaction('rw', [...messageTables(database), database.pendingOperations], async () => {
    const writer = await FolderWriter.open(database, inbox.key);
    await writer?.put(summaries);
    await writer?.addBodies(bodies, ({ uid }) => previews.get(uid) ?? '');
    // The counters stay as the mode wants them.
    await writer?.close();
    await database.folders.put(inbox);
  });
  return accounts.map(({ id }) => id);
}
