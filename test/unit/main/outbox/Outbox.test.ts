import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { MailError, type OutboxItem, type OutboxState } from '../../../../preload/contract/index.ts';
import { createOutbox } from '../../../../main/engine/outbox/Outbox.ts';
import { attachment, newDraft } from '../smtp/composeFixture.ts';
import { accept, enqueue, fail, parseMail, startHarness, type Harness, type Play } from './outboxFixture.ts';

const minute = 60_000;
let harness: Harness;
afterEach(async () => harness.stop());

const is =
  (...names: OutboxState['name'][]) =>
  ({ state }: OutboxItem): boolean =>
    names.includes(state.name);
const stateOf = ({ state }: OutboxItem): string =>
  'error' in state ? `${state.name} ${state.error.code}` : state.name;

describe('sending', () => {
  it('answers at once, sends, files the identical bytes in Sent once', async () => {
    harness = await startHarness();
    const item = await enqueue(harness);
    expect(item).toMatchObject({
      draftId: 'draft-1',
      messageId: expect.stringMatching(/^id-\d@crepes\.test$/) as string,
      from: { address: 'alice@crepes.test' },
      recipients: [
        { recipient: { name: '', address: 'bob@burger.test' }, kind: 'to', status: 'pending', reply: '' },
      ],
      attempts: 0,
      state: { name: 'queued' },
    });
    const filed = await harness.until(is('filed'));
    expect({ attempts: filed.attempts, recipients: filed.recipients.map(({ status }) => status) }).toEqual({
      attempts: 1,
      recipients: ['accepted'],
    });
    const onDisk = await readFile(path.join(harness.directory, 'outbox', 'messages', `${item.id}.eml`));
    expect(onDisk).toHaveLength(item.sizeBytes);
    expect(harness.mailbox.copies).toEqual([
      { folder: '보낸편지함', messageId: item.messageId, flags: ['\\Seen'], source: new Uint8Array(onDisk) },
    ]);
    expect(harness.requests.map(({ envelope }) => envelope)).toEqual([
      { from: 'alice@crepes.test', to: ['bob@burger.test'], id: item.messageId },
    ]);
  });

  it('a draft is sent once, however often it is handed over, also after it was cleared away and a restart', async () => {
    harness = await startHarness();
    const [first, second] = await Promise.all([enqueue(harness), enqueue(harness)]);
    await harness.until(is('filed'));
    const third = await enqueue(harness);
    await harness.outbox.dismiss({ outboxId: first.id });
    await harness.reopen();
    const fourth = await enqueue(harness);
    expect([second.id, third.id, fourth.id]).toEqual([first.id, first.id, first.id]);
    expect({ sent: harness.requests.length, listed: harness.outbox.list() }).toEqual({ sent: 1, listed: [] });
    expect(await readdir(path.join(harness.directory, 'outbox', 'messages'))).toEqual([]);
  });

  it('several messages go over one connection', async () => {
    harness = await startHarness();
    await Promise.all(['a', 'b', 'c'].map((id) => enqueue(harness, id)));
    await harness.when(() => harness.outbox.list().every(is('filed')));
    expect({ sent: harness.requests.length, connections: harness.connections }).toEqual({
      sent: 3,
      connections: 1,
    });
  });

  it('a draft that cannot be composed leaves nothing behind', async () => {
    harness = await startHarness();
    await expect(enqueue(harness, 'bad', { to: 'nobody' })).rejects.toMatchObject({
      code: 'address.invalid',
    });
    expect(harness.outbox.list()).toEqual([]);
    expect(await readdir(path.join(harness.directory, 'outbox', 'messages'))).toEqual([]);
  });

  it('a file that is gone is named as such, and leaves nothing behind', async () => {
    harness = await startHarness();
    harness.ports = {
      ...harness.ports,
      readBlob: () => ({
        [Symbol.asyncIterator]: () => ({
          next: () => Promise.reject(new MailError('blob.unknown', 'no such file', { subject: 'f' })),
        }),
      }),
    };
    await harness.reopen();
    const draft = newDraft({ attachments: [attachment('f', Buffer.from('x'))] });
    await expect(harness.outbox.enqueue({ draft, undoSeconds: 0, sendAt: null })).rejects.toMatchObject({
      data: { code: 'blob.unknown', subject: 'f' },
    });
    expect(await readdir(path.join(harness.directory, 'outbox', 'messages'))).toEqual([]);
  });

  it('a Sent folder that fails is asked again until the copy is there, and the message is not sent again', async () => {
    harness = await startHarness();
    harness.mailbox.failures = 2;
    await enqueue(harness);
    await harness.until(is('accepted'));
    await harness.passTime(minute, () => harness.outbox.list().every(is('filed')));
    expect({ sent: harness.requests.length, copies: harness.mailbox.copies.length }).toEqual({
      sent: 1,
      copies: 1,
    });
  });
});

describe('undo and send later', () => {
  it('waits, and gives the draft back', async () => {
    harness = await startHarness();
    const item = await enqueue(harness, 'draft-1', { undoSeconds: 10 });
    expect(item.state).toEqual({ name: 'waiting', until: harness.clock.now() + 10_000 });
    harness.clock.advance(9999);
    const draft = await harness.outbox.editAgain({ outboxId: item.id });
    harness.clock.advance(minute);
    expect({ id: draft.id, subject: draft.subject, sent: harness.requests.length }).toEqual({
      id: 'draft-1',
      subject: '안녕 draft-1',
      sent: 0,
    });
    expect(await harness.outbox.editAgain({ outboxId: item.id })).toEqual(draft);
    const again = await enqueue(harness);
    expect(again.id).not.toBe(item.id);
    await harness.until(is('filed'));
    expect(harness.requests).toHaveLength(1);
  });

  it('sends when the time has come, also after a restart', async () => {
    harness = await startHarness();
    await enqueue(harness, 'draft-1', { undoSeconds: 5, sendAt: harness.clock.now() + 90 * minute });
    harness.clock.advance(60 * minute);
    await harness.reopen();
    expect(harness.requests).toHaveLength(0);
    await harness.passTime(30 * minute, () => harness.outbox.list().every(is('filed')));
    expect(harness.requests).toHaveLength(1);
  });

  it('a message on its way cannot be taken back', async () => {
    let release = (): void => undefined;
    harness = await startHarness(async (request, attempt) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return accept(request, attempt);
    });
    const item = await enqueue(harness);
    await harness.until(is('sending'));
    await harness.when(() => harness.requests.length === 1);
    await expect(harness.outbox.editAgain({ outboxId: item.id })).rejects.toMatchObject({
      code: 'outbox.wrongState',
    });
    await expect(harness.outbox.dismiss({ outboxId: item.id })).rejects.toMatchObject({
      code: 'outbox.wrongState',
    });
    release();
    await harness.until(is('filed'));
    await expect(harness.outbox.editAgain({ outboxId: item.id })).rejects.toMatchObject({
      code: 'outbox.wrongState',
    });
  });
});

describe('failures', () => {
  it.each<readonly [string, Play, string]>([
    ['a permanent no', fail('refused', 'smtp.messageRefused'), 'refused smtp.messageRefused'],
    ['a temporary no', fail('deferred', 'smtp.deferred'), 'retrying smtp.deferred'],
    ['a wrong password', fail('deferred', 'auth.wrongPassword', 'connection'), 'retrying auth.wrongPassword'],
    ['no answer', fail('uncertain', 'smtp.outcomeUnknown'), 'uncertain smtp.outcomeUnknown'],
    ['no way to set up a connection', () => Promise.reject(new Error('no secret')), 'retrying unexpected'],
  ])('%s', async (_name, play, expected) => {
    harness = await startHarness(play);
    await enqueue(harness);
    expect(
      stateOf(await harness.until((item) => item.state.name !== 'queued' && item.state.name !== 'sending')),
    ).toBe(expected);
  });

  it('greylisting: the second attempt is for those who deferred only', async () => {
    harness = await startHarness(async (request, attempt) => {
      if (attempt > 1) return accept(request, attempt);
      await request.beforeHandover();
      return {
        kind: 'partlyRefused',
        response: '250 ok',
        recipients: [
          { recipient: 'bob@burger.test', status: 'accepted', reply: '250 ok' },
          { recipient: 'carol@burger.test', status: 'deferred', reply: '450 grey' },
        ],
        error: new MailError('smtp.deferred', 'grey').data,
      };
    });
    await enqueue(harness, 'draft-1', { to: 'bob@burger.test carol@burger.test' });
    const retrying = await harness.until(is('retrying'));
    expect(retrying.state).toMatchObject({ at: harness.clock.now() + minute });
    harness.clock.advance(minute);
    await harness.until(is('filed'));
    expect(harness.requests.map(({ envelope }) => envelope.to)).toEqual([
      ['bob@burger.test', 'carol@burger.test'],
      ['carol@burger.test'],
    ]);
  });

  it('a server that is down holds the whole queue, one connection at a time, and releases it when it is back', async () => {
    harness = await startHarness(fail('deferred', 'network.refused', 'connection'));
    await Promise.all(['a', 'b', 'c'].map((id) => enqueue(harness, id)));
    await harness.when(() => harness.outbox.list().every(is('retrying')));
    const tried = harness.requests.length;
    harness.clock.advance(minute);
    await harness.when(
      () => harness.requests.length === tried + 1 && harness.outbox.list().every(is('retrying')),
    );
    harness.play = accept;
    const [last] = harness.outbox.list();
    await harness.outbox.retryNow({ outboxId: last?.id as never }); // an id from the list
    await harness.when(() => harness.outbox.list().every(is('filed')));
    expect(harness.mailbox.copies).toHaveLength(3);
  });

  it('is given up after five days, with a notice in the inbox and the message attached, and can be sent again', async () => {
    harness = await startHarness(fail('deferred', 'smtp.deferred'));
    const item = await enqueue(harness);
    await harness.passTime(31 * minute, () => harness.mailbox.copies.length === 1);
    expect(harness.outbox.list()[0]).toMatchObject({ attempts: 234, state: { name: 'givenUp' } });
    const [notice] = harness.mailbox.copies;
    const mail = await parseMail(notice?.source ?? new Uint8Array());
    expect({ folder: notice?.folder, flags: notice?.flags, subject: mail.subject, attached: mail.attachments[0]?.contentType }).toEqual({
      folder: 'INBOX', flags: [], subject: 'Not delivered: 안녕 draft-1', attached: 'message/rfc822',
    }); // prettier-ignore
    expect(mail.text).toContain('bob@burger.test');
    const onDisk = await readFile(path.join(harness.directory, 'outbox', 'messages', `${item.id}.eml`));
    expect(mail.attachments[0]?.content.equals(onDisk)).toBe(true);
    harness.play = accept;
    await harness.outbox.retryNow({ outboxId: item.id });
    await harness.until(is('filed'));
  });
});

describe('an unknown outcome', () => {
  it('is settled by a copy the server filed itself', async () => {
    harness = await startHarness(fail('uncertain', 'smtp.outcomeUnknown'));
    const item = await enqueue(harness);
    await harness.until(is('uncertain'));
    harness.mailbox.copies.push({
      folder: '보낸편지함',
      messageId: item.messageId,
      flags: [],
      source: new Uint8Array(),
    });
    await harness.passTime(minute, () => harness.outbox.list().every(is('filed')));
    const filed = await harness.until(is('filed'));
    expect({ status: filed.recipients[0]?.status, copies: harness.mailbox.copies.length, sent: harness.requests.length }).toEqual({
      status: 'accepted', copies: 1, sent: 1,
    }); // prettier-ignore
  });

  it('is never sent again by time', async () => {
    harness = await startHarness(fail('uncertain', 'smtp.outcomeUnknown'));
    await enqueue(harness);
    await harness.until(is('uncertain'));
    const end = harness.clock.now() + 10 * 24 * 60 * minute;
    await harness.passTime(60 * minute, () => harness.clock.now() >= end);
    await harness.reopen();
    expect({ state: harness.outbox.list()[0]?.state.name, sent: harness.requests.length }).toEqual({
      state: 'uncertain',
      sent: 1,
    });
  });

  it.each([
    ['wasSent', 1],
    ['sendAgain', 2],
  ] as const)('is decided by the person: %s', async (decision, sent) => {
    harness = await startHarness(fail('uncertain', 'smtp.outcomeUnknown'));
    const item = await enqueue(harness);
    await harness.until(is('uncertain'));
    await expect(harness.outbox.retryNow({ outboxId: item.id })).rejects.toMatchObject({
      code: 'outbox.wrongState',
    });
    await expect(harness.outbox.editAgain({ outboxId: item.id })).rejects.toMatchObject({
      code: 'outbox.wrongState',
    });
    harness.play = accept;
    await harness.outbox.resolveUncertain({ outboxId: item.id, decision });
    await harness.until(is('filed'));
    expect({ sent: harness.requests.length, copies: harness.mailbox.copies.length }).toEqual({
      sent,
      copies: 1,
    });
  });
});

describe('a restart in the middle', () => {
  const never: Play = (request) =>
    new Promise((resolve) => {
      request.signal.addEventListener('abort', () =>
        resolve({
          kind: 'deferred',
          recipients: [],
          error: { code: 'cancelled', scope: 'connection', retry: 'never', message: '' },
        }),
      );
    });

  it('closing before the handover: queued again, no attempt counted', async () => {
    harness = await startHarness(never);
    await enqueue(harness);
    await harness.when(() => harness.requests.length === 1);
    harness.play = accept;
    await harness.reopen();
    const filed = await harness.until(is('filed'));
    expect(filed.attempts).toBe(1);
  });

  it.each([
    ['before the mark: sent again', false, 'filed', 2],
    ['after the mark: uncertain, not sent again', true, 'uncertain', 1],
  ] as const)('a kill %s', async (_name, marked, state, sent) => {
    let reached = (): void => undefined;
    const atPoint = new Promise<void>((resolve) => {
      reached = resolve;
    });
    harness = await startHarness(async (request) => {
      if (marked) await request.beforeHandover();
      reached();
      return new Promise(() => undefined);
    });
    await enqueue(harness);
    await atPoint;
    // A kill leaves the first outbox as it is: it never writes again, because its attempt never ends.
    harness.play = accept;
    harness.outbox = await createOutbox(harness.ports);
    await harness.until(is(state));
    expect(harness.requests).toHaveLength(sent);
  });
});
