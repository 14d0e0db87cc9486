import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../main/engine/platform/systemClock.ts';
import type { Handlers, Logger } from '../../main/engine/ports.ts';
import { HostServer } from '../../main/rpc/HostServer.ts';
import {
  BlobId,
  createHostClient,
  FolderPath,
  AccountId,
  MailError,
  type ClientFrame,
  type ClientTransport,
  type HostClient,
} from '../../preload/contract/index.ts';
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts';
import { wires, type Wire } from './transports.ts';

const BIG = 20 * 1024 * 1024;
const blob = BlobId.parse('b1');

describe.each(wires)('$name', ({ open }) => {
  let engine: FakeEngine;
  let wire: Wire;
  let log: { level: string; message: string; fields: unknown }[];

  const serve = async (handlers: Partial<Handlers> = {}, maxCallsPerTransport = 256): Promise<void> => {
    engine = createFakeEngine(handlers);
    log = [];
    const logger: Logger = {
      log: (level, _scope, message, fields) => log.push({ level, message, fields }),
    };
    const server = new HostServer({
      engine,
      clock: systemClock,
      logger,
      validateResults: true,
      maxCallsPerTransport,
    });
    wire = await open(server, logger);
  };
  const connect = async (): Promise<HostClient> => createHostClient(await wire.connect());
  beforeEach(() => serve());
  afterEach(() => wire.close());
  const reopen = async (...given: Parameters<typeof serve>): Promise<void> => {
    await wire.close();
    await serve(...given);
  };

  test('a call is answered with its result', async () => {
    const client = await connect();
    expect(await client.api['host.hello']({ contractVersion: 1 })).toEqual({
      contractVersion: 1,
      appVersion: '0.0.0',
      shell: 'test',
      platform: 'other',
      capabilities: { demo: false, openExternal: false, secrets: 'file' },
    });
  });

  test('a failed call rejects with the very error, and an unexpected one is logged in full but told in brief', async () => {
    const refused = new MailError('mail.overQuota', 'full', {
      scope: 'account',
      serverReply: 'NO [OVERQUOTA]',
    });
    await reopen({
      'folders.create': async () => Promise.reject(refused),
      'folders.delete': () => {
        throw new Error('first line\nat /secret/path');
      },
      'folders.rename': async () =>
        Promise.reject(new MailError('mail.refused', 'x', { host: 'h'.repeat(300) })),
      'drafts.list': async () => 'no list' as never,
    });
    const client = await connect();
    const folder = { accountId: AccountId.parse('a'), folder: FolderPath.parse('INBOX') };
    const outcomes = await Promise.all([
      errorOf(client.api['folders.create'](folder)),
      errorOf(client.api['folders.delete'](folder)),
      errorOf(client.api['folders.rename']({ ...folder, newPath: folder.folder })),
      errorOf(client.api['drafts.list']({})),
    ]);
    expect(outcomes.map(({ code, message }) => ({ code, message }))).toEqual([
      { code: 'mail.overQuota', message: 'full' },
      { code: 'unexpected', message: 'first line' },
      { code: 'unexpected', message: 'malformed error' },
      {
        code: 'unexpected',
        message: expect.stringContaining('drafts.list answered what its schema forbids') as string,
      },
    ]);
    expect(outcomes[0]).toEqual(refused.data);
    const logged = log.filter(({ level }) => level === 'error').map(({ fields }) => fields);
    expect(logged).toHaveLength(3);
    expect(logged).toEqual(
      expect.arrayContaining([
        { method: 'folders.delete', error: expect.stringContaining('/secret/path') as string },
        { method: 'folders.rename', error: expect.stringContaining('MailError') as string },
        { method: 'drafts.list', error: expect.stringContaining('schema forbids') as string },
      ]),
    );
  });

  test('20 MB of bytes go both ways unharmed', async () => {
    const received: Uint8Array[] = [];
    const bytes = Uint8Array.from({ length: BIG }, (_, index) => (index * 31) % 251);
    await reopen({
      'blobs.append': async (params) => {
        received.push(params.bytes);
        return {};
      },
      'blobs.read': async () => ({ bytes }),
    });
    const client = await connect();
    await client.api['blobs.append']({ blobId: blob, bytes });
    const back = await client.api['blobs.read']({ blobId: blob });
    expect([Buffer.compare(received[0] ?? Buffer.of(), bytes), Buffer.compare(back.bytes, bytes)]).toEqual([
      0, 0,
    ]);
  });

  test('a cancelled call rejects at once, its handler is told, and its late result goes nowhere', async () => {
    const { handler, started, aborted, finish } = pausedHandler();
    await reopen({ 'drafts.list': handler });
    const client = await connect();
    const controller = new AbortController();
    const call = errorOf(client.api['drafts.list']({}, { signal: controller.signal }));
    await started;
    controller.abort();
    expect((await call).code).toBe('cancelled');
    expect(await aborted).toMatchObject({ data: { code: 'cancelled' } });
    finish([]);
    await client.api['host.hello']({ contractVersion: 1 });
  });

  test('a call past its deadline rejects and aborts its handler', async () => {
    const { handler, aborted } = pausedHandler();
    await reopen({ 'drafts.list': handler });
    const client = await connect();
    const error = await errorOf(client.api['drafts.list']({}, { deadlineMs: 20 }));
    expect([error.code, await aborted]).toMatchObject([
      'deadlineExceeded',
      { data: { code: 'deadlineExceeded' } },
    ]);
  });

  test('an event reaches every client', async () => {
    const clients = [await connect(), await connect(), await connect()];
    // A transport may be attached a moment after it was opened at this end: a call proves that it is.
    await Promise.all(clients.map((client) => client.api['host.hello']({ contractVersion: 1 })));
    const heard = clients.map(
      (client) => new Promise((resolve) => client.on('folders.changed', (data) => resolve(data))),
    );
    engine.emit('folders.changed', { accountId: AccountId.parse('a') });
    expect(await Promise.all(heard)).toEqual(clients.map(() => ({ accountId: 'a' })));
  });

  test.each(['mail.nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'method %j is unknown',
    async (method) => {
      const raw = await connectRaw(wire);
      raw.send({ type: 'call', id: '1', method, params: {}, deadlineMs: 1000 });
      expect(await raw.next()).toMatchObject({ type: 'error', id: '1', error: { code: 'unknownMethod' } });
    },
  );

  test.each([
    ['a missing field', 'host.hello', {}],
    ['no object', 'host.hello', 'x'],
    ['null', 'host.hello', null],
    ['a further field', 'host.hello', { contractVersion: 1, more: true }],
    ['an own __proto__', 'host.hello', JSON.parse('{"contractVersion":1,"__proto__":{"x":1}}') as unknown],
    ['a path instead of an id', 'blobs.read', { blobId: '../../etc/passwd' }],
    ['bytes where text belongs', 'blobs.read', { blobId: Uint8Array.of(1) }],
    ['an array where an object belongs', 'folders.list', []],
  ])('params are refused: %s', async (_what, method, params) => {
    const raw = await connectRaw(wire);
    raw.send({ type: 'call', id: '1', method, params, deadlineMs: 1000 });
    expect(await raw.next()).toMatchObject({ type: 'error', id: '1', error: { code: 'invalidRequest' } });
  });

  test('frames that are none are ignored, or refused by their id; the next call works', async () => {
    const raw = await connectRaw(wire);
    const call = {
      type: 'call',
      id: 'x',
      method: 'host.hello',
      params: { contractVersion: 1 },
      deadlineMs: 1000,
    };
    for (const frame of [
      null,
      5,
      'call',
      [],
      {},
      { type: 'call' },
      { type: 'result', id: '1', result: 1 },
      { type: 'cancel', id: 'never seen' },
      { type: 'cancel', id: 7 },
      { ...call, id: '' },
      { ...call, id: 'i'.repeat(65) },
    ])
      raw.send(frame);
    raw.send({ ...call, deadlineMs: -1 });
    expect(await raw.next()).toMatchObject({ type: 'error', id: 'x', error: { code: 'invalidRequest' } });
    raw.send(call);
    expect(await raw.next()).toMatchObject({ type: 'result', id: 'x' });
  });

  test('a second call of a live id is refused, the first is answered', async () => {
    const { handler, started, finish } = pausedHandler();
    await reopen({ 'drafts.list': handler });
    const raw = await connectRaw(wire);
    const call = { type: 'call', id: '1', method: 'drafts.list', params: {}, deadlineMs: 5000 };
    raw.send(call);
    await started;
    raw.send(call);
    expect(await raw.next()).toMatchObject({ type: 'error', id: '1', error: { code: 'invalidRequest' } });
    finish([]);
    expect(await raw.next()).toEqual({ type: 'result', id: '1', result: [] });
  });

  test('closing aborts the handlers of this client and rejects its calls; others go on', async () => {
    const { handler, started, aborted } = pausedHandler();
    await reopen({ 'drafts.list': handler });
    const [leaving, staying] = [await connect(), await connect()];
    const closed = vi.fn();
    leaving.onClose(closed);
    const call = errorOf(leaving.api['drafts.list']({}));
    await started;
    leaving.close();
    expect((await call).code).toBe('disconnected');
    expect(await aborted).toMatchObject({ data: { code: 'disconnected' } });
    expect((await errorOf(leaving.api['drafts.list']({}))).code).toBe('disconnected');
    expect(closed).toHaveBeenCalledOnce();
    await staying.api['host.hello']({ contractVersion: 1 });
  });

  test('when the host closes, calls reject and clients hear of it', async () => {
    const { handler, started } = pausedHandler();
    await reopen({ 'drafts.list': handler });
    const client = await connect();
    const closed = new Promise<void>((resolve) => client.onClose(resolve));
    const call = errorOf(client.api['drafts.list']({}));
    await started;
    await wire.close();
    await closed;
    expect((await call).code).toBe('disconnected');
  });

  test('100 calls at once get each its own answer, in whatever order', async () => {
    await reopen({
      'blobs.read': async ({ blobId }) => {
        await new Promise((resolve) => setImmediate(resolve));
        return { bytes: Buffer.from(blobId) };
      },
    });
    const client = await connect();
    const ids = Array.from({ length: 100 }, (_, index) => BlobId.parse(`b${index}`));
    const answers = await Promise.all(ids.map((blobId) => client.api['blobs.read']({ blobId })));
    expect(answers.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(ids);
  });

  test('calls beyond the limit are refused, handlers that ignore their abort still count', async () => {
    const { handler, started, finish } = pausedHandler();
    await reopen({ 'drafts.list': handler }, 1);
    const client = await connect();
    const controller = new AbortController();
    const first = errorOf(client.api['drafts.list']({}, { signal: controller.signal }));
    await started;
    controller.abort();
    await first;
    const refused = await errorOf(client.api['host.hello']({ contractVersion: 1 }));
    expect(refused).toMatchObject({ code: 'invalidRequest', retry: 'later' });
    finish([]);
    // The slot is free a few microtasks later.
    await new Promise((resolve) => setImmediate(resolve));
    await client.api['host.hello']({ contractVersion: 1 });
  });

  test('an answer that no wire can carry is an error, not silence', async () => {
    await reopen({ 'blobs.finish': async () => ({ sizeBytes: 1, sha256: 'x', extra: 1n }) as never });
    const client = await connect();
    expect((await errorOf(client.api['blobs.finish']({ blobId: blob }))).code).toBe('unexpected');
  });
});

const errorOf = async (call: Promise<unknown>): Promise<MailError['data']> => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof MailError) return error.data;
  throw new Error('expected a MailError', { cause: error });
};

/** Promise.withResolvers, which Node 20 lacks. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** `drafts.list` that waits for the test and, unlike a proper handler, does not mind being aborted. */
function pausedHandler(): {
  handler: Handlers['drafts.list'];
  started: Promise<void>;
  aborted: Promise<unknown>;
  finish: (result: []) => void;
} {
  const start = deferred<void>();
  const abort = deferred<unknown>();
  const end = deferred<[]>();
  return {
    handler: (_params, { signal }) => {
      signal.addEventListener('abort', () => abort.resolve(signal.reason));
      start.resolve();
      return end.promise;
    },
    started: start.promise,
    aborted: abort.promise,
    finish: end.resolve,
  };
}

/** The bare transport, for what the client would never send. */
async function connectRaw(wire: Wire): Promise<{ send(frame: unknown): void; next(): Promise<unknown> }> {
  const transport: ClientTransport = await wire.connect();
  const frames: unknown[] = [];
  const waiting: ((frame: unknown) => void)[] = [];
  transport.onFrame((frame) => {
    const waiter = waiting.shift();
    if (waiter === undefined) frames.push(frame);
    else waiter(frame);
  });
  return {
    send: (frame) => transport.send(frame as ClientFrame),
    next: () =>
      frames.length > 0 ? Promise.resolve(frames.shift()) : new Promise((resolve) => waiting.push(resolve)),
  };
}
