import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoreReader } from '../../../../main/engine/store/StoreReader.ts';
import type { FolderId, StoreUid } from '../../../../main/engine/store/storeTypes.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';
import { nastyBytes } from './mboxEscaping.test.ts';
import { contents, message, openStore, sha256, steps } from './storeScenario.ts';

const item = (folder: FolderId) => ({ folder, flags: [], receivedAtMs: 7 });
const uids = (...numbers: number[]) => numbers as StoreUid[];
const withInbox = async (disk = new MemoryFileSystem()) => {
  const store = await openStore(disk);
  const inbox = await store.createFolder({ name: 'Inbox', role: 'inbox' });
  return { disk, store, inbox: inbox.id };
};
const byName = (store: StoreReader) =>
  [...store.witnesses()].sort((one, other) => (one.witness < other.witness ? -1 : 1));
const collect = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};

describe('MessageStore', () => {
  it('gives every message back byte for byte, whole, streamed and in part, also after reopening and compaction', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(nastyBytes, { minLength: 1, maxLength: 8 }),
        fc.nat(40),
        fc.nat(40),
        async (messages, start, length) => {
          const { disk, store, inbox } = await withInbox();
          for (const bytes of messages) await store.storeMessage(bytes, item(inbox));
          await store.expunge(inbox, uids(1));
          await store.compact({ deadShare: 0 });
          await store.compactJournal();
          for (const one of [store, await openStore(disk.powerCut())]) {
            for (const [at, bytes] of messages.entries()) {
              if (at === 0) continue;
              const uid = (at + 1) as StoreUid;
              expect(Buffer.from(await one.readMessage(inbox, uid)).equals(bytes)).toBe(true);
              expect((await collect(one.streamMessage(inbox, uid))).equals(bytes)).toBe(true);
              const part = await one.readRange(inbox, uid, start, length);
              expect(Buffer.from(part).equals(bytes.subarray(start, start + length))).toBe(true);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is the same after reopening as before, journal compacted or not', async () => {
    const disk = new MemoryFileSystem();
    const store = await openStore(disk);
    for (const step of steps) await step.run(store);
    const before = {
      contents: await contents(store),
      folders: store.folders(),
      witnesses: byName(store),
      modseq: store.modseq,
    };
    const same = async () => {
      const again = await openStore(disk.powerCut());
      const changes = again.folders().map((folder) => again.changesSince(folder.id, 0));
      expect({
        contents: await contents(again),
        folders: again.folders(),
        witnesses: byName(again),
        modseq: again.modseq,
      }).toEqual(before);
      expect(changes).toEqual(store.folders().map((folder) => store.changesSince(folder.id, 0)));
    };
    await same();
    await store.compactJournal();
    await same();
  });

  it('answers what changed since a modseq exactly, in pages, for any history', async () => {
    const action = fc.record({
      what: fc.constantFrom('store', 'flag', 'move', 'copy', 'expunge', 'back', 'snapshot'),
      at: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { maxLength: 25 }),
        fc.nat(25),
        fc.integer({ min: 1, max: 4 }),
        async (actions, syncedAfter, limit) => {
          const { store, inbox } = await withInbox();
          const other = (await store.createFolder({ name: 'Other' })).id;
          const mirror = new Map<number, readonly string[]>();
          let modseq = 0;
          const sync = () => {
            for (let more = true; more;) {
              const page = store.changesSince(inbox, modseq, limit);
              expect(page.changed.length).toBeLessThanOrEqual(limit);
              for (const [first, last] of page.vanished)
                for (let uid = first; uid <= last; uid += 1) mirror.delete(uid);
              for (const one of page.changed) mirror.set(one.uid, one.flags);
              ({ modseq, more } = page);
            }
          };
          for (const [step, { what, at }] of actions.entries()) {
            if (step === syncedAfter) sync();
            const some = store
              .messages(inbox)
              .slice(at % 5, (at % 5) + 2)
              .map((one) => one.uid);
            if (what === 'store') await store.storeMessage(message(at), item(inbox));
            if (what === 'flag')
              await store.changeFlags(inbox, some, { add: [`k${at % 3}`], remove: [`k${(at + 1) % 3}`] });
            if (what === 'move') await store.move(inbox, some, other);
            if (what === 'copy') await store.copy(inbox, some, inbox);
            if (what === 'expunge') await store.expunge(inbox, some);
            if (what === 'back')
              await store.move(
                other,
                store
                  .messages(other)
                  .slice(0, 1)
                  .map((one) => one.uid),
                inbox,
              );
            if (what === 'snapshot') await store.compactJournal();
          }
          sync();
          expect([...mirror].sort(([a], [b]) => a - b)).toEqual(
            store.messages(inbox).map((one) => [one.uid, one.flags]),
          );
          expect(store.changesSince(inbox, modseq)).toEqual({
            changed: [],
            vanished: [],
            modseq,
            more: false,
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('never rewrites bytes on a move or copy, and frees them when the last copy goes', async () => {
    const { disk, store, inbox } = await withInbox();
    const archive = (await store.createFolder({ name: 'Archive' })).id;
    await store.storeMessage(message(1), { ...item(inbox), witness: 'w' });
    const before = Buffer.from(disk.bytesOf('/store/mail/000001.mbox'));
    expect(await store.copy(inbox, uids(1, 9), archive)).toEqual([{ from: 1, to: 1 }]);
    expect(await store.move(inbox, uids(1), archive)).toEqual([{ from: 1, to: 2 }]);
    expect(Buffer.from(disk.bytesOf('/store/mail/000001.mbox')).equals(before)).toBe(true);
    expect(await store.expunge(archive, uids(1))).toEqual([1]);
    expect(store.witness('w')?.held).toBe(true);
    await store.expunge(archive, uids(2));
    expect(store.witness('w')).toEqual({
      witness: 'w',
      state: 'stored',
      storedAtMs: 7,
      sha256: sha256(message(1)),
      held: false,
    });
    expect(await store.compact()).toEqual({ removed: 1 });
    expect(disk.paths()).toEqual(['/store/journal']);
  });

  it('stores a witness once, in one group or in two', async () => {
    const { store, inbox } = await withInbox();
    const stage = async (number: number) => {
      const append = await store.beginAppend();
      await append.write(message(number));
      return { ...item(inbox), staged: await append.finish(), witness: 'same' };
    };
    const first = await store.commit([await stage(1), await stage(2)]);
    const second = await store.commit([await stage(3)]);
    const duplicate = { status: 'duplicate', witness: 'same' };
    expect([first, second]).toEqual([[{ status: 'stored', uid: 1, modseq: 2 }, duplicate], [duplicate]]);
    await store.appendWitnessEvents([{ witness: 'same', event: 'forgotten' }]);
    expect(await store.commit([await stage(4)])).toMatchObject([{ status: 'stored', uid: 2 }]);
  });

  it('lets several appends run side by side, and an aborted one leaves nothing', async () => {
    const { disk, store, inbox } = await withInbox();
    const [one, two, three] = [
      await store.beginAppend(),
      await store.beginAppend(),
      await store.beginAppend(),
    ];
    await Promise.all([one.write(message(1)), two.write(message(2)), three.write(message(3))]);
    await two.abort();
    const staged = [await one.finish(), await three.finish()];
    await store.commit(staged.map((each) => ({ ...item(inbox), staged: each })));
    await expect(two.write(message(2))).rejects.toMatchObject({ code: 'invalid' });
    const again = await openStore(disk.powerCut());
    expect((await contents(again))['Inbox']?.map((each) => each.sha256)).toEqual([
      sha256(message(1)),
      sha256(message(3)),
    ]);
    expect(disk.paths().filter((path) => path.endsWith('.mbox'))).toEqual([
      '/store/mail/000001.mbox',
      '/store/mail/000002.mbox',
      '/store/mail/000003.mbox',
    ]);
  });

  it.each([
    ['', 'invalid'],
    ['a/b', 'invalid'],
    ['a\r\nb', 'invalid'],
    ['a\0b', 'invalid'],
    ['x'.repeat(256), 'invalid'],
    ['Inbox', 'conflict'],
  ])('refuses the folder name %j', async (name, code) => {
    const { store } = await withInbox();
    await expect(store.createFolder({ name })).rejects.toMatchObject({ code });
  });

  it.each([['a b'], ['a\r\nb'], ['\\'], [''], ['(x)'], ['x'.repeat(300)]])(
    'refuses the flag %j',
    async (flag) => {
      const { store, inbox } = await withInbox();
      await store.storeMessage(message(1), item(inbox));
      await expect(store.changeFlags(inbox, uids(1), { add: [flag], remove: [] })).rejects.toMatchObject({
        code: 'invalid',
      });
    },
  );

  it('nests, renames and deletes folders; never inside itself, never with folders in it, never with an old uidValidity', async () => {
    const { disk, store, inbox } = await withInbox();
    const a = await store.createFolder({ name: '편지', parent: inbox });
    await expect(store.changeFolder(inbox, { parent: a.id })).rejects.toMatchObject({ code: 'invalid' });
    await expect(store.deleteFolder(inbox)).rejects.toMatchObject({ code: 'conflict' });
    expect(await store.changeFolder(a.id, { name: 'Letters', parent: null })).toMatchObject({
      id: a.id,
      name: 'Letters',
      parent: null,
      uidValidity: a.uidValidity,
    });
    await store.deleteFolder(a.id);
    const again = await openStore(disk.powerCut());
    expect(again.folders().map((folder) => folder.name)).toEqual(['Inbox']);
    const b = await again.createFolder({ name: 'Letters' });
    expect(b.id).not.toBe(a.id);
    expect(b.uidValidity).toBeGreaterThan(a.uidValidity);
  });

  it('finds damage in a message and names it, and keeps the rest readable', async () => {
    const { disk, store, inbox } = await withInbox();
    for (const number of [1, 2]) await store.storeMessage(message(number), item(inbox));
    disk.overwrite('/store/mail/000001.mbox', 50, Buffer.from('!'));
    await expect(store.readMessage(inbox, 1 as StoreUid)).rejects.toMatchObject({ code: 'corrupt' });
    expect(Buffer.from(await store.readMessage(inbox, 2 as StoreUid)).equals(message(2))).toBe(true);
    const report = await store.verify();
    expect(report).toMatchObject({
      checked: 1,
      damaged: [{ sha256: sha256(message(1)), segment: 1, offset: 44 }],
    });
    await store.expunge(inbox, uids(2));
    await expect(store.compact({ deadShare: 0 })).rejects.toMatchObject({ code: 'corrupt' });
    expect(disk.paths()).toContain('/store/mail/000001.mbox');
  });

  it('never cuts off mail whose record was damaged', async () => {
    const { disk, store, inbox } = await withInbox();
    for (const number of [1, 2]) await store.storeMessage(message(number), item(inbox));
    await store.close();
    const whole = Buffer.from(disk.bytesOf('/store/mail/000001.mbox'));
    const journal = disk.bytesOf('/store/journal');
    disk.overwrite('/store/journal', journal.length - 9, Buffer.from('???')); // inside the last acknowledged record
    for (const attempt of [1, 2, 3]) {
      const again = await openStore(disk);
      expect(again.messages(inbox).length).toBe(attempt);
      await again.storeMessage(message(attempt + 2), item(inbox));
      await again.close();
      expect(Buffer.from(disk.bytesOf('/store/mail/000001.mbox')).equals(whole)).toBe(true);
    }
  });
});
