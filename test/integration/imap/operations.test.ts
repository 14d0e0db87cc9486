import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  OperationResult,
  Uid,
  UidSet,
  UidValidity,
  type Operation,
} from '../../../preload/contract/index.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { CachedFolder } from './CachedFolder.ts';
import {
  folder,
  inFolder,
  never,
  openSecondClient,
  openSource,
  settings,
  type Harness,
} from './imapHarness.ts';

const set = (text: string): UidSet => UidSet.parse(text);
let lastOp = 0;
const nextId = (): string => `op-${(lastOp += 1)}`;

const servers = [
  { name: 'everything', imapCapability: '' },
  { name: 'IMAP4rev1 alone (no MOVE, no UIDPLUS)', imapCapability: 'IMAP4rev1' },
];

describe.skipIf(!isAvailable()).each(servers)('operations on a server with $name', ({ imapCapability }) => {
  let server: MailServer;
  let second: ImapFlow;
  let harness: Harness;

  beforeAll(async () => {
    server = await startMailServer({ imapCapability });
    second = await openSecondClient(server, 'alice');
    harness = openSource(settings(server, 'alice'), server.password('alice'));
  });
  afterAll(async () => {
    await harness.source.close();
    await second.logout();
    await server.stop();
  });

  async function fresh(name: string, count: number): Promise<CachedFolder> {
    await second.mailboxCreate(name);
    for (let index = 1; index <= count; index += 1)
      await second.append(
        name,
        `Subject: ${name} ${index}\r\nMessage-ID: <${name}-${index}@x.test>\r\n\r\nhi\r\n`,
      );
    const cache = new CachedFolder(harness.source, folder(name));
    await cache.sync();
    return cache;
  }

  async function apply(
    name: string,
    cache: CachedFolder,
    ...operations: Operation[]
  ): Promise<OperationResult[]> {
    const results = await harness.source.applyOperations(
      { folder: folder(name), uidValidity: cache.uidValidity ?? UidValidity.parse(1), operations },
      never,
    );
    for (const result of results) OperationResult.parse(result);
    return results;
  }

  const uidsOf = (name: string): Promise<number[]> =>
    inFolder(second, name, async () => (await second.search({ all: true }, { uid: true })) || []);

  it('sets and removes flags and keywords and answers with what the server holds', async () => {
    const cache = await fresh('Flags', 3);
    const opId = nextId();
    const operation: Operation = {
      kind: 'flags',
      opId,
      uids: set('1:2'),
      add: ['\\Seen', '$Work'],
      remove: ['\\Flagged'],
    };
    const first = await apply('Flags', cache, operation);
    expect(first).toMatchObject([{ outcome: 'applied', opId, gone: '', copied: [] }]);
    const flags = first[0]?.outcome === 'applied' ? first[0].flags : [];
    expect(flags.map((state) => [state.uid, [...state.flags].sort()])).toEqual([
      [1, ['$Work', '\\Seen']],
      [2, ['$Work', '\\Seen']],
    ]);
    // Replayed: the same.
    expect(await apply('Flags', cache, operation)).toEqual(first);
  });

  it('moves once, also when replayed', async () => {
    const cache = await fresh('Source', 4);
    await second.mailboxCreate('Target');
    const operation: Operation = {
      kind: 'move',
      opId: nextId(),
      uids: set('2:3'),
      destination: folder('Target'),
    };
    const first = await apply('Source', cache, operation);
    expect(first).toEqual([
      {
        outcome: 'applied',
        opId: operation.opId,
        flags: [],
        gone: '2:3',
        // Dovecot tells COPYUID also when it does not offer UIDPLUS.
        copied: [
          { from: 2, to: 1 },
          { from: 3, to: 2 },
        ],
      },
    ]);
    expect(await apply('Source', cache, operation)).toMatchObject([{ outcome: 'applied', gone: '2:3' }]);
    expect([await uidsOf('Source'), await uidsOf('Target')]).toEqual([
      [1, 4],
      [1, 2],
    ]);
  });

  it('copies, and refuses a destination that is not there without losing anything', async () => {
    const cache = await fresh('Copies', 2);
    await second.mailboxCreate('CopyTarget');
    expect(
      await apply(
        'Copies',
        cache,
        { kind: 'copy', opId: 'a', uids: set('1'), destination: folder('CopyTarget') },
        { kind: 'move', opId: 'b', uids: set('1:2'), destination: folder('Nowhere') },
        { kind: 'flags', opId: 'c', uids: set('2'), add: ['\\Flagged'], remove: [] },
      ),
    ).toMatchObject([
      { outcome: 'applied', gone: '' },
      { outcome: 'rejected', error: { code: 'mail.folderNotFound' } },
      { outcome: 'applied' },
    ]);
    expect([await uidsOf('Copies'), await uidsOf('CopyTarget')]).toEqual([[1, 2], [1]]);
  });

  it('deletes its own and never what another client marked', async () => {
    const cache = await fresh('Deleting', 4);
    await inFolder(second, 'Deleting', () => second.messageFlagsAdd('4', ['\\Deleted'], { uid: true }));
    const operation: Operation = { kind: 'delete', opId: nextId(), uids: set('1:2,77') };
    expect(await apply('Deleting', cache, operation)).toMatchObject([{ outcome: 'applied', gone: '1:2,77' }]);
    expect(await apply('Deleting', cache, operation)).toMatchObject([{ outcome: 'applied', gone: '1:2,77' }]);
    expect(await uidsOf('Deleting')).toEqual([3, 4]);
    const left = await inFolder(second, 'Deleting', () =>
      second.fetchAll('3:4', { uid: true, flags: true }, { uid: true }),
    );
    expect(left.map(({ uid, flags }) => [uid, flags?.has('\\Deleted')])).toEqual([
      [3, false],
      [4, true],
    ]);
  });

  it('reports flags of messages that are gone as gone', async () => {
    const cache = await fresh('Gone', 2);
    await inFolder(second, 'Gone', () => second.messageDelete('1', { uid: true }));
    expect(
      await apply('Gone', cache, { kind: 'flags', opId: 'x', uids: set('1:2'), add: ['\\Seen'], remove: [] }),
    ).toMatchObject([{ outcome: 'applied', gone: '1', flags: [{ uid: 2, flags: ['\\Seen'] }] }]);
  });

  it('parks operations for a folder that was made anew, or is gone', async () => {
    const cache = await fresh('Stale', 1);
    await second.mailboxDelete('Stale');
    const operation: Operation = { kind: 'delete', opId: 's', uids: set('1') };
    expect(await apply('Stale', cache, operation)).toEqual([{ outcome: 'stale', opId: 's' }]);
    await second.mailboxCreate('Stale');
    await second.append('Stale', 'Subject: precious\r\n\r\nx\r\n');
    expect(await apply('Stale', cache, operation)).toEqual([{ outcome: 'stale', opId: 's' }]);
    expect(await uidsOf('Stale')).toEqual([1]);
  });

  it('refuses a flag that is none before anything is sent', async () => {
    const cache = await fresh('BadFlag', 1);
    expect(
      await apply('BadFlag', cache, {
        kind: 'flags',
        opId: 'f',
        uids: set('1'),
        add: ['a b)\r\nX LOGOUT'],
        remove: [],
      }),
    ).toMatchObject([{ outcome: 'rejected', error: { code: 'invalidRequest' } }]);
  });

  it('creates, renames, subscribes and deletes folders with any name', async () => {
    const name = folder('편지 & "quotes"');
    const renamed = folder('Grüße/아래');
    const { source } = harness;
    await source.createFolder(name, never);
    await source.renameFolder(name, renamed, never);
    await source.subscribe(renamed, false, never);
    const infos = await source.listFolders(never);
    expect(infos.find(({ path }) => path === renamed)).toMatchObject({
      name: '아래',
      parent: 'Grüße',
      subscribed: false,
    });
    expect(infos.some(({ path }) => path === name)).toBe(false);
    expect(infos.find(({ path }) => path === 'INBOX')).toMatchObject({ role: 'inbox', selectable: true });
    expect(infos.filter(({ role }) => role === 'sent').map(({ path }) => path)).toEqual(['Sent']);
    await source.deleteFolder(renamed, never);
    expect((await source.listFolders(never)).some(({ path }) => path === renamed)).toBe(false);
  });

  it('files a copy once', async () => {
    const source = Buffer.from('Subject: sent\r\nMessage-ID: <only-once@x.test>\r\n\r\nbinary \x01 body\r\n');
    const copy = { folder: folder('Sent'), source, messageId: 'only-once@x.test', flags: ['\\Seen'] };
    expect(await harness.source.holdsMessageId(folder('Sent'), 'only-once@x.test', never)).toBe(false);
    await harness.source.fileCopy(copy, never);
    await harness.source.fileCopy(copy, never);
    expect(await harness.source.holdsMessageId(folder('Sent'), 'only-once@x.test', never)).toBe(true);
    expect(await uidsOf('Sent')).toEqual([1]);
  });

  it('reads the exact bytes of what still exists and leaves it unread', async () => {
    const written = server.fillMailbox('bob', 30);
    const bob = openSource(settings(server, 'bob'), server.password('bob'));
    try {
      const cache = new CachedFolder(bob.source, folder('INBOX'));
      await cache.sync();
      const uidValidity = cache.uidValidity ?? UidValidity.parse(1);
      const uids = [1, 5, 30, 999].map((uid) => Uid.parse(uid));
      const read = new Map<number, Uint8Array>();
      for await (const { uid, source } of bob.source.readSources(
        { folder: folder('INBOX'), uidValidity, uids },
        never,
      ))
        read.set(uid, source);
      expect([...read.keys()].sort((left, right) => left - right)).toEqual([1, 5, 30]);
      for (const [uid, bytes] of read)
        expect(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n')).toBe(
          Buffer.from(written[uid - 1]?.raw ?? [])
            .toString('latin1')
            .replaceAll('\r\n', '\n'),
        );
      await cache.sync();
      expect(cache.rows.get(1)?.flags).toEqual([]);
    } finally {
      await bob.source.close();
    }
  });
});
