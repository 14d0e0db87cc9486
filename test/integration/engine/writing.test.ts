import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DraftId, type AccountId } from '../../../preload/contract/index.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { seededRandom } from '../../servers/seededRandom.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { accountOf, draftTo, keepFile, TestEngine } from './TestEngine.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const subject = '회의 자료 보냅니다';

describe.skipIf(!isAvailable())('the engine: writing (skipped where Dovecot is not installed)', () => {
  const file = seededRandom(7).bytes(300 * 1024);
  let server: MailServer;
  let engine: TestEngine;
  let alice: AccountId;
  let bob: AccountId;
  let bobByPop3: AccountId;
  beforeAll(async () => {
    [server, engine] = await Promise.all([startMailServer(), TestEngine.start()]);
    alice = (await engine.call('accounts.add', accountOf(server, 'alice', 'imap'))).id;
    bob = (await engine.call('accounts.add', accountOf(server, 'bob', 'imap'))).id;
    bobByPop3 = (await engine.call('accounts.add', accountOf(server, 'bob', 'pop3'))).id;
  });
  afterAll(async () => {
    await engine?.stop();
    await server?.stop();
  });

  /** The one message of a folder and the bytes of its one attachment. */
  const theOne = async (accountId: AccountId, role: 'inbox' | 'sent') => {
    const { summaries, ...where } = await engine.messages(
      accountId,
      await engine.folderWithRole(accountId, role),
    );
    const [only] = summaries;
    const [part] = only?.attachments ?? [];
    if (only === undefined || part === undefined || summaries.length > 1)
      throw new Error(`${summaries.length} messages, ${only?.attachments.length ?? 0} attachments`);
    const fetched = await engine.call('mail.fetchPart', { ...where, uid: only.uid, partId: part.partId });
    return { subject: only.subject, name: fetched.name, sha256: sha256(fetched.bytes) };
  };

  it('a draft and its file outlive a restart; an older save is ignored', async () => {
    const attachment = await keepFile(engine, file);
    const draft = draftTo(alice, server.address('bob'), { attachments: [attachment], updatedAt: 2 });
    expect(await engine.call('drafts.save', draft)).toEqual(draft);
    expect(await engine.call('drafts.save', { ...draft, subject: 'old', updatedAt: 1 })).toEqual(draft);
    await engine.restart();
    expect(await engine.call('drafts.list', {})).toEqual([draft]);
    const { bytes } = await engine.call('blobs.read', { blobId: attachment.blobId });
    expect(sha256(bytes)).toBe(sha256(file));
  });

  it('sent: once to bob, once in Sent, the same file by IMAP and by POP3', async () => {
    const [draft] = await engine.call('drafts.list', {});
    if (draft === undefined) throw new Error('no draft');
    const enqueue = { draft, undoSeconds: 0, sendAt: null };
    const item = await engine.call('outbox.enqueue', enqueue);
    expect((await engine.call('outbox.enqueue', enqueue)).id).toBe(item.id);
    expect(await engine.call('drafts.list', {})).toEqual([]);
    await engine.untilOutbox('draft-1', 'filed');
    const expected = { subject, name: '보고서.bin', sha256: sha256(file) };
    expect(await theOne(alice, 'sent')).toEqual(expected);
    expect(await theOne(bob, 'inbox')).toEqual(expected);
    expect(await engine.call('collect.run', { accountId: bobByPop3 })).toEqual({
      stored: 1,
      deletedOnServer: 1,
    });
    expect(await theOne(bobByPop3, 'inbox')).toEqual(expected);
    expect(server.listMailbox('bob')).toEqual([]);
  });

  it('the engine starts again: accounts, secrets, outbox, collected mail', async () => {
    const state = async () => ({
      accounts: await engine.call('accounts.list', {}),
      outbox: await engine.call('outbox.list', {}),
      pop3: await theOne(bobByPop3, 'inbox'),
      sent: await theOne(alice, 'sent'),
    });
    const before = await state();
    await engine.restart();
    expect(await state()).toEqual(before);
    expect(before.outbox.map(({ state: { name } }) => name)).toEqual(['filed']);
  });

  it('a message that waits is taken back with its file', async () => {
    const attachment = await keepFile(engine, file);
    const draft = draftTo(alice, server.address('bob'), {
      id: DraftId.parse('draft-2'),
      attachments: [attachment],
    });
    const item = await engine.call('outbox.enqueue', { draft, undoSeconds: 60, sendAt: null });
    await engine.restart();
    const returned = await engine.call('outbox.editAgain', { outboxId: item.id });
    expect({ ...returned, id: draft.id, updatedAt: draft.updatedAt }).toEqual(draft);
    expect(returned.id).not.toBe(draft.id);
    // Asked twice (a lost answer), and a save that was still on its way: there is one draft all the same.
    await engine.call('outbox.editAgain', { outboxId: item.id });
    await engine.call('drafts.save', { ...draft, subject: 'late', updatedAt: returned.updatedAt + 1 });
    expect((await engine.call('drafts.list', {})).map(({ id }) => id)).toEqual([returned.id]);
    expect(sha256((await engine.call('blobs.read', { blobId: attachment.blobId })).bytes)).toBe(sha256(file));
    expect(server.listMailbox('bob')).toEqual([]);
  });

  it('a POP3 account files what it sends in its own Sent', async () => {
    const draft = draftTo(bobByPop3, server.address('alice'), {
      id: DraftId.parse('draft-3'),
      attachments: [await keepFile(engine, file)],
    });
    await engine.call('outbox.enqueue', { draft, undoSeconds: 0, sendAt: null });
    await engine.untilOutbox('draft-3', 'filed');
    expect(await theOne(bobByPop3, 'sent')).toEqual(await theOne(alice, 'inbox'));
    expect(server.listMailbox('bob', 'Sent')).toEqual([]);
  });
});
