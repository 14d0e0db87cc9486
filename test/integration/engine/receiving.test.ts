import { createHash } from 'node:crypto';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UidSet, type AccountId } from '../../../preload/contract/index.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { accountOf, TestEngine } from './TestEngine.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(!isAvailable())('the engine: receiving (skipped where Dovecot is not installed)', () => {
  let server: MailServer;
  let engine: TestEngine;
  beforeAll(async () => {
    [server, engine] = await Promise.all([startMailServer(), TestEngine.start()]);
  });
  afterAll(async () => {
    await engine?.stop();
    await server?.stop();
  });

  describe('IMAP', () => {
    let accountId: AccountId;
    beforeAll(async () => {
      server.fillMailbox('alice', 2000);
      accountId = (await engine.call('accounts.add', accountOf(server, 'alice', 'imap'))).id;
    });

    it('2,000 messages come in steps, newest first, each once', async () => {
      const folder = await engine.folderWithRole(accountId, 'inbox');
      const steps = await engine.syncSteps(accountId, folder, 300);
      const uids = steps.map(({ added }) => added.map(({ uid }) => Number(uid)));
      const highest = uids.filter((step) => step.length > 0).map((step) => Math.max(...step));
      expect(new Set(uids.flat()).size).toBe(2000);
      expect(uids.flat()).toHaveLength(2000);
      expect(highest).toEqual([...highest].sort((one, other) => other - one));
      expect(highest[0]).toBe(2000);
      expect(steps.at(-1)?.progress).toEqual({ done: 2000, total: 2000 });
    });

    it('bodies come parsed, in one call', async () => {
      const { summaries, ...where } = await engine.messages(
        accountId,
        await engine.folderWithRole(accountId, 'inbox'),
      );
      const uids = summaries.slice(-50).map(({ uid }) => uid);
      const bodies = await engine.call('mail.fetchBodies', { ...where, uids });
      expect(bodies.map(({ uid }) => uid).sort((one, other) => one - other)).toEqual(uids);
      expect(bodies.filter(({ text, html }) => text === null && html === null)).toEqual([]);
    });

    it('what is changed here is seen by another client', async () => {
      const inbox = await engine.folderWithRole(accountId, 'inbox');
      const trash = await engine.folderWithRole(accountId, 'trash');
      const { uidValidity } = await engine.messages(accountId, inbox);
      const results = await engine.call('mail.applyOperations', {
        accountId,
        folder: inbox,
        uidValidity,
        operations: [
          { kind: 'flags', opId: 'a', uids: UidSet.parse('1:3'), add: ['\\Flagged'], remove: [] },
          { kind: 'move', opId: 'b', uids: UidSet.parse('4:5'), destination: trash },
          { kind: 'delete', opId: 'c', uids: UidSet.parse('6') },
        ],
      });
      expect(results.map(({ outcome }) => outcome)).toEqual(['applied', 'applied', 'applied']);
      const client = new ImapFlow({
        host: server.host,
        port: server.ports.imap,
        secure: false,
        doSTARTTLS: false,
        auth: { user: server.address('alice'), pass: server.password('alice') },
        logger: false,
      });
      await client.connect();
      await client.mailboxOpen(inbox);
      const status = await client.status(trash, { messages: true });
      const seen = {
        flagged: await client.search({ flagged: true }, { uid: true }),
        left: await client.search({ uid: '1:7' }, { uid: true }),
        trash: status === false ? null : status.messages,
      };
      await client.logout();
      expect(seen).toEqual({ flagged: [1, 2, 3], left: [1, 2, 3, 7], trash: 2 });
    });
  });

  describe('POP3', () => {
    let accountId: AccountId;
    let delivered: string[];
    beforeAll(async () => {
      delivered = server.fillMailbox('bob', 250).map((message) => message.sha256);
      accountId = (await engine.call('accounts.add', accountOf(server, 'bob', 'pop3'))).id;
    });
    const held = async (): Promise<string[]> => {
      const { summaries, ...where } = await engine.messages(
        accountId,
        await engine.folderWithRole(accountId, 'inbox'),
      );
      const hashes: string[] = [];
      for (const { uid } of summaries)
        hashes.push(sha256((await engine.call('mail.fetchSource', { ...where, uid })).bytes));
      return hashes.sort();
    };

    it('two callers at once share one run; one that gives up does not stop the other', async () => {
      const giveUp = new AbortController();
      const first = engine.call('collect.run', { accountId }, giveUp.signal);
      const second = engine.call('collect.run', { accountId });
      const gaveUp = expect(first).rejects.toMatchObject({ name: 'AbortError' });
      giveUp.abort();
      await gaveUp;
      expect(await second).toEqual({ stored: 250, deletedOnServer: 250 });
      expect(server.listMailbox('bob')).toEqual([]);
      expect(await held()).toEqual([...delivered].sort());
      expect(await engine.call('collect.run', { accountId })).toEqual({ stored: 0, deletedOnServer: 0 });
    });

    it('settings changed in the middle of a run: nothing lost, nothing twice, and a watch goes on', async () => {
      const folder = await engine.folderWithRole(accountId, 'inbox');
      await engine.call('mail.watch', { accountId, folders: [folder] });
      const more = server.fillMailbox('bob', 250, { first: 250 }).map((message) => message.sha256);
      const progress = engine.nextEvent('collect.progress');
      const run = engine.call('collect.run', { accountId }).catch((error: unknown) => error);
      await progress;
      const account = (await engine.call('accounts.list', {})).find(({ id }) => id === accountId);
      if (account === undefined) throw new Error('no account');
      await Promise.all([
        engine.call('accounts.update', { account: { ...account, label: '밥' }, secrets: null }),
        engine.call('folders.list', { accountId }),
      ]);
      await run;
      await engine.call('folders.list', { accountId });
      const last = server.fillMailbox('bob', 1, { first: 500 }).map((message) => message.sha256);
      const changed = engine.nextEvent('folder.changed');
      await engine.call('collect.run', { accountId });
      await changed;
      expect(server.listMailbox('bob')).toEqual([]);
      expect(await held()).toEqual([...delivered, ...more, ...last].sort());
    });

    it('the engine starts again: the mail is there', async () => {
      const before = await held();
      await engine.restart();
      expect(await held()).toEqual(before);
    });
  });
});
