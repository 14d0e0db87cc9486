import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StoreSource } from '../../../../main/engine/store/StoreSource.ts';
import {
  FolderPath,
  OperationResult,
  SyncBatch,
  Uid,
  UidSet,
  UidValidity,
} from '../../../../preload/contract/index.ts';
import type { FlagState, MessageSummary, Operation, SyncCursor } from '../../../../preload/contract/index.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';
import { message, openStore } from './storeScenario.ts';

const never = new AbortController().signal;
const inbox = FolderPath.parse('Inbox');
const archive = FolderPath.parse('Archive');
const nobody = { from: [], sender: [], replyTo: [], to: [], cc: [], bcc: [] };
const summarize = async (source: Uint8Array) => ({
  ...nobody,
  date: null,
  subject: Buffer.from(source).toString('latin1').split('\r\n')[0] ?? '',
  sizeBytes: source.length,
  messageId: null,
  references: [],
  attachments: [],
});
const make = async (disk = new MemoryFileSystem()) => {
  const store = await openStore(disk);
  const source = await StoreSource.open({ store, summarize, nowMs: () => 1000 });
  const receive = async (number: number) => {
    const folder = store.folders().find((one) => one.role === 'inbox');
    if (folder === undefined) throw new Error('no inbox');
    await store.storeMessage(message(number), { folder: folder.id, flags: [], receivedAtMs: number });
  };
  return { disk, store, source, receive };
};

/** What a renderer keeps: applies batches in the order the contract names. */
class Cache {
  rows = new Map<number, MessageSummary>();
  cursor: SyncCursor | null = null;
  uidValidity = 0;
  async step(source: StoreSource, folder: FolderPath, maxMessages: number): Promise<boolean> {
    const batch = SyncBatch.parse(await source.syncStep({ folder, cursor: this.cursor, maxMessages }, never));
    if (batch.reset) this.rows.clear();
    for (const part of batch.vanished === '' ? [] : batch.vanished.split(',')) {
      const [first = 0, last = first] = part.split(':').map(Number);
      for (const uid of [...this.rows.keys()]) if (uid >= first && uid <= last) this.rows.delete(uid);
    }
    for (const summary of batch.added) this.rows.set(summary.uid, summary);
    for (const change of batch.flagChanges) this.#change(change);
    this.cursor = batch.nextCursor;
    this.uidValidity = batch.uidValidity;
    return batch.more;
  }
  #change(change: FlagState): void {
    const row = this.rows.get(change.uid);
    if (row === undefined) throw new Error(`flags of ${change.uid}, which the cache never saw`);
    this.rows.set(change.uid, { ...row, ...change });
  }
}
const uidSet = (...uids: number[]) => UidSet.parse(uids.join(','));

describe('StoreSource', () => {
  it('brings any cache to the truth, whatever happens between steps', async () => {
    const action = fc.record({
      what: fc.constantFrom('receive', 'flag', 'move', 'back', 'delete', 'step', 'step'),
      at: fc.nat(9),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(6),
        fc.array(action, { maxLength: 25 }),
        fc.integer({ min: 1, max: 5 }),
        async (first, actions, most) => {
          const { store, source, receive } = await make();
          for (let number = 0; number < first; number += 1) await receive(number);
          const cache = new Cache();
          let opId = 0;
          for (const { what, at } of actions) {
            const folder = what === 'back' ? archive : inbox;
            const info = store.folders().find((one) => one.name === folder);
            if (info === undefined) throw new Error('no folder');
            const uids = uidSet(
              ...store
                .messages(info.id)
                .slice(at % 4, (at % 4) + 2)
                .map((one) => one.uid),
            );
            const base = { opId: String((opId += 1)), uids };
            const operation: Operation | undefined =
              what === 'flag'
                ? { ...base, kind: 'flags', add: [at % 2 === 0 ? '\\Seen' : '\\Flagged'], remove: ['\\Seen'] }
                : what === 'move'
                  ? { ...base, kind: 'move', destination: archive }
                  : what === 'back'
                    ? { ...base, kind: 'move', destination: inbox }
                    : what === 'delete'
                      ? { ...base, kind: 'delete' }
                      : undefined;
            if (what === 'receive') await receive(at);
            if (what === 'step') await cache.step(source, inbox, most);
            if (operation !== undefined) {
              const batch = {
                folder,
                uidValidity: UidValidity.parse(info.uidValidity),
                operations: [operation],
              };
              const results = await source.applyOperations(batch, never);
              expect(results.map((result) => OperationResult.parse(result).outcome)).toEqual(['applied']);
            }
          }
          while (await cache.step(source, inbox, most));
          const fresh = new Cache();
          while (await fresh.step(source, inbox, 2000));
          const truth = store.folders().find((one) => one.role === 'inbox');
          expect([...cache.rows.values()].sort((one, other) => one.uid - other.uid)).toEqual(
            [...fresh.rows.values()].sort((one, other) => one.uid - other.uid),
          );
          expect(cache.rows.size).toBe(truth?.messages);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('brings the newest first, with progress, and nothing when idle', async () => {
    const { source, receive } = await make();
    for (let number = 1; number <= 5; number += 1) await receive(number);
    const seen: unknown[] = [];
    let cursor: SyncCursor | null = null;
    for (let step = 0; step < 4; step += 1) {
      const batch: SyncBatch = await source.syncStep({ folder: inbox, cursor, maxMessages: 2 }, never);
      cursor = batch.nextCursor;
      seen.push([batch.reset, batch.added.map((one) => one.uid), batch.progress, batch.more]);
    }
    expect(seen).toEqual([
      [true, [5, 4], { done: 2, total: 5 }, true],
      [false, [3, 2], { done: 4, total: 5 }, true],
      [false, [1], { done: 5, total: 5 }, false],
      [false, [], { done: 5, total: 5 }, false],
    ]);
  });

  it('shows a damaged message as a row and goes on', async () => {
    const { disk, source, receive } = await make();
    for (const number of [1, 2]) await receive(number);
    disk.overwrite('/store/mail/000001.mbox', 46, Buffer.from('!!'));
    const batch = await source.syncStep({ folder: inbox, cursor: null, maxMessages: 9 }, never);
    expect(batch.added.map(({ uid, subject }) => [uid, subject])).toEqual([
      [2, 'Subject: 2'],
      [1, ''],
    ]);
  });

  it('makes, nests, renames and refuses folders by path', async () => {
    const { source } = await make();
    const path = (text: string) => FolderPath.parse(text);
    await source.createFolder(path('일/2024'));
    await source.renameFolder(path('일/2024'), path('Archive/2024'));
    const folders = await source.listFolders();
    expect(folders.map((folder) => [folder.path, folder.parent, folder.role])).toEqual([
      ['Inbox', null, 'inbox'],
      ['Drafts', null, 'drafts'],
      ['Sent', null, 'sent'],
      ['Archive', null, 'archive'],
      ['Junk', null, 'junk'],
      ['Trash', null, 'trash'],
      ['일', null, 'none'],
      ['Archive/2024', 'Archive', 'none'],
    ]);
    await expect(source.createFolder(path('일'))).rejects.toMatchObject({ code: 'mail.folderExists' });
    await expect(source.deleteFolder(path('Inbox'))).rejects.toMatchObject({ code: 'mail.refused' });
    await expect(source.deleteFolder(path('none'))).rejects.toMatchObject({ code: 'mail.folderNotFound' });
    await expect(source.createFolder(path('a//b'))).rejects.toMatchObject({ code: 'invalidRequest' });
    await source.deleteFolder(path('Archive/2024'));
  });

  it('answers stale, rejected and failed operations as such, and stops at a failure', async () => {
    const { disk, store, source, receive } = await make();
    await receive(1);
    const uidValidity = UidValidity.parse(store.folders()[0]?.uidValidity);
    const flags: Operation = { kind: 'flags', opId: 'f', uids: uidSet(1), add: ['\\Seen'], remove: [] };
    const nowhere: Operation = {
      kind: 'move',
      opId: 'm',
      uids: uidSet(1),
      destination: FolderPath.parse('nowhere'),
    };
    const run = async (operations: Operation[], validity = uidValidity) =>
      (await source.applyOperations({ folder: inbox, uidValidity: validity, operations }, never)).map(
        (result) => [result.opId, result.outcome, 'error' in result ? result.error.code : null],
      );
    expect(await run([flags], UidValidity.parse(1))).toEqual([['f', 'stale', null]]);
    disk.fault = { atCall: disk.calls + 1, kind: 'ENOSPC' };
    expect(await run([flags, nowhere])).toEqual([['f', 'failed', 'store.diskFull']]);
    expect(await run([nowhere, flags])).toEqual([
      ['m', 'rejected', 'mail.folderNotFound'],
      ['f', 'applied', null],
    ]);
  });

  it('files a copy once, also when asked twice at the same time, and gives its exact bytes', async () => {
    const { store, source } = await make();
    const sent = FolderPath.parse('Sent');
    const bytes = Buffer.from('From: a\r\nMessage-ID:\r\n <one@two>\r\n\r\nx');
    const copy = { folder: sent, source: bytes, messageId: 'one@two', flags: ['\\Seen'] };
    await Promise.all([source.fileCopy(copy, never), source.fileCopy(copy, never)]);
    expect(await source.holdsMessageId(sent, 'one@two', never)).toBe(true);
    expect(await source.holdsMessageId(sent, 'two@two', never)).toBe(false);
    const uidValidity = UidValidity.parse(store.folders().find((one) => one.role === 'sent')?.uidValidity);
    const read: [number, boolean][] = [];
    for await (const { uid, source: given } of source.readSources(
      { folder: sent, uidValidity, uids: [1, 2].map((uid) => Uid.parse(uid)) },
      never,
    )) {
      read.push([uid, Buffer.from(given).equals(bytes)]);
    }
    expect(read).toEqual([[1, true]]);
  });

  it('tells which watched folder changed', async () => {
    const { source, receive } = await make();
    const heard: string[] = [];
    source.watch([inbox], (folder) => heard.push(folder));
    await receive(1);
    await source.createFolder(FolderPath.parse('other'));
    await source.close();
    await receive(2);
    expect(heard).toEqual(['Inbox']);
  });
});
