import { describe, expect, it } from 'vitest';
import { DraftStore } from '../../../../main/engine/store/DraftStore.ts';
import { Draft } from '../../../../preload/contract/index.ts';
import { MemoryFileSystem } from './MemoryFileSystem.ts';

const draft = (id: string, subject: string, updatedAt: number): Draft =>
  Draft.parse({
    ...{ id, accountId: 'a', identityId: 'i', to: [], cc: [], bcc: [], subject, html: '<p>글</p>' },
    ...{ attachments: [], inReplyTo: null, references: [], updatedAt },
  });
const open = (disk: MemoryFileSystem) => DraftStore.open('/drafts', disk);

describe('DraftStore', () => {
  it('saves durably, newest wins, deletes for good', async () => {
    const disk = new MemoryFileSystem(() => 0.9);
    const store = await open(disk);
    await store.save(draft('one', 'first', 1));
    await store.save(draft('one', 'third', 3));
    expect(await store.save(draft('one', 'second', 2))).toEqual(draft('one', 'third', 3));
    await store.save(draft('two', 'other', 4));
    expect((await open(disk.powerCut())).list()).toEqual([
      draft('two', 'other', 4),
      draft('one', 'third', 3),
    ]);
    await store.delete(draft('two', '', 0).id);
    expect((await open(disk.powerCut())).list()).toEqual([draft('one', 'third', 3)]);
  });

  it('holds the old or the new draft whole, whatever fails', async () => {
    for (const kind of ['EIO', 'ENOSPC', 'powerCut'] as const) {
      for (let at = 1; at <= 5; at += 1) {
        let seed = at;
        const disk = new MemoryFileSystem(() => (seed = (seed * 16807) % 2147483647) / 2147483647);
        const store = await open(disk);
        await store.save(draft('one', 'old', 1));
        disk.fault = { atCall: disk.calls + at, kind };
        const saved = await store.save(draft('one', 'new', 2)).then(
          () => true,
          () => false,
        );
        const [found] = (await open(disk.powerCut())).list();
        expect(saved ? ['new'] : ['old', 'new']).toContain(found?.subject);
      }
    }
  });

  it('leaves alone and names a file that is no draft', async () => {
    const disk = new MemoryFileSystem();
    await open(disk);
    const file = await disk.open('/drafts/x.json', 'create');
    await file.write(Buffer.from('{"id":'), 0);
    const store = await open(disk);
    expect([store.list(), store.unreadable, disk.paths()]).toEqual([[], ['x.json'], ['/drafts/x.json']]);
  });
});
