import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyFaults, type Fault } from '../../servers/fault.ts';
import { FaultProxy, type FaultSchedule } from '../../servers/faultProxy.ts';
import { listen } from '../../servers/freePorts.ts';

const chunk = Buffer.from('0123456789');

describe('applyFaults', () => {
  const wait = (): Promise<void> => Promise.resolve();
  it.each<[string, readonly Fault[], offset: number, tail: string, passes: string, cut: string | undefined]>([
    ['no fault', [], 0, '', '0123456789', undefined],
    ['cut inside', [{ kind: 'cut', direction: 'toClient', afterBytes: 3 }], 0, '', '012', 'end'],
    ['cut at the edge', [{ kind: 'cut', direction: 'toClient', afterBytes: 10 }], 0, '', '0123456789', 'end'],
    ['cut later', [{ kind: 'cut', direction: 'toClient', afterBytes: 11 }], 0, '', '0123456789', undefined],
    [
      'cut in a later piece',
      [{ kind: 'cut', direction: 'toClient', afterBytes: 104, how: 'reset' }],
      100,
      '',
      '0123',
      'reset',
    ],
    [
      'cut of the other direction',
      [{ kind: 'cut', direction: 'toServer', afterBytes: 3 }],
      0,
      '',
      '0123456789',
      undefined,
    ],
    [
      'cut before a marker',
      [{ kind: 'cutBefore', direction: 'toClient', marker: '45' }],
      0,
      '',
      '0123',
      'end',
    ],
    [
      'cut before a split marker',
      [{ kind: 'cutBefore', direction: 'toClient', marker: 'yz01' }],
      50,
      'xyz',
      '',
      'end',
    ],
    [
      'the earlier of two cuts',
      [
        { kind: 'cut', direction: 'toClient', afterBytes: 6, how: 'reset' },
        { kind: 'cut', direction: 'toClient', afterBytes: 2 },
      ],
      0,
      '',
      '01',
      'end',
    ],
    [
      'garble across the edge',
      [{ kind: 'garble', direction: 'toClient', atByte: 98, replacement: Buffer.from('abcd') }],
      100,
      '',
      'cd23456789',
      undefined,
    ],
    ['half-open', [{ kind: 'halfOpen', direction: 'toClient', afterBytes: 4 }], 0, '', '0123', undefined],
    [
      'half-open before a cut',
      [
        { kind: 'cut', direction: 'toClient', afterBytes: 6 },
        { kind: 'halfOpen', direction: 'toClient', afterBytes: 4 },
      ],
      0,
      '',
      '0123',
      undefined,
    ],
    ['delay', [{ kind: 'delay', direction: 'toClient', wait }], 0, '', '0123456789', undefined],
  ])('%s', (_name, faults, offset, tail, passes, cut) => {
    const passage = applyFaults(faults, 'toClient', chunk, offset, Buffer.from(tail));
    expect({ passes: passage.forward.toString(), cut: passage.cut, waits: passage.waits.length }).toEqual({
      passes,
      cut,
      waits: faults.some(({ kind }) => kind === 'delay') ? 1 : 0,
    });
  });
});

describe('FaultProxy', () => {
  let echo: net.Server;
  let target: { host: string; port: number };
  const proxies: FaultProxy[] = [];
  beforeEach(async () => {
    echo = net.createServer((socket) => socket.on('error', () => socket.destroy()).pipe(socket));
    target = { host: '127.0.0.1', port: await listen(echo, '127.0.0.1') };
  });
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
    await new Promise((resolve) => echo.close(resolve));
  });

  async function start(faults: FaultSchedule = []): Promise<FaultProxy> {
    const proxy = await FaultProxy.start(target, faults);
    proxies.push(proxy);
    return proxy;
  }

  /** Sends, ends, and answers all that came back until the connection was gone, and how it went. */
  async function exchange(port: number, send: string): Promise<{ got: string; error: string | undefined }> {
    const socket = net.connect(port, '127.0.0.1');
    let got = '';
    let error: string | undefined;
    socket.on('data', (data: Buffer) => {
      got += data.toString();
    });
    socket.on('error', (failure: Error & { code?: string }) => {
      error = failure.code;
    });
    socket.end(send);
    await new Promise((resolve) => socket.once('close', resolve));
    return { got, error };
  }

  it.each<[string, readonly Fault[], { got: string; error: string | undefined }]>([
    ['passes all without faults', [], { got: 'hello world', error: undefined }],
    [
      'cuts what the client gets',
      [{ kind: 'cut', direction: 'toClient', afterBytes: 5 }],
      { got: 'hello', error: undefined },
    ],
    [
      'garbles what the server gets',
      [{ kind: 'garble', direction: 'toServer', atByte: 0, replacement: Buffer.from('J') }],
      { got: 'Jello world', error: undefined },
    ],
    [
      'resets',
      [{ kind: 'cut', direction: 'toClient', afterBytes: 0, how: 'reset' }],
      { got: '', error: 'ECONNRESET' },
    ],
    ['refuses', [{ kind: 'refuse' }], { got: '', error: 'ECONNRESET' }],
  ])('%s', async (_name, faults, expected) => {
    const proxy = await start(faults);
    expect(await exchange(proxy.port, 'hello world')).toEqual(expected);
  });

  it('gives the server exactly the bytes before a cut and tells what passed', async () => {
    const proxy = await start([{ kind: 'cut', direction: 'toServer', afterBytes: 4 }]);
    const arrived = once(echo, 'connection').then(async ([socket]: net.Socket[]) => {
      let got = '';
      socket?.on('data', (data: Buffer) => (got += data.toString()));
      await once(socket ?? new net.Socket(), 'close');
      return got;
    });
    await exchange(proxy.port, 'hello world');
    expect(await arrived).toBe('hell');
    const [connection] = proxy.connections;
    expect({
      received: connection?.toServer.received.text,
      forwarded: connection?.toServer.forwarded.text,
    }).toEqual({
      received: 'hello world',
      forwarded: 'hell',
    });
  });

  it('delays until the test lets go, and passes a megabyte in order', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const proxy = await start([{ kind: 'delay', direction: 'toServer', wait: () => gate }]);
    const text = Array.from({ length: 100_000 }, (_, line) => `line ${line}`).join('\n');
    const result = exchange(proxy.port, text);
    release();
    expect(await result).toEqual({ got: text, error: undefined });
    expect(proxy.connections[0]?.toServer.forwarded.totalBytes).toBe(text.length);
  });

  it('stays open and silent when half-open, until cut', async () => {
    const proxy = await start([{ kind: 'halfOpen', direction: 'toClient', afterBytes: 0 }]);
    const socket = net.connect(proxy.port, '127.0.0.1');
    const failed = once(socket, 'error');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    let heard = 0;
    socket.on('data', (data: Buffer) => (heard += data.length));
    // The echo of the first write has reached the proxy once the server has seen the second.
    const [server] = (await once(echo, 'connection')) as [net.Socket];
    for (const word of ['one', 'two']) {
      const echoed = once(server, 'data');
      socket.write(word);
      await echoed;
    }
    expect({ heard, readyState: socket.readyState }).toEqual({ heard: 0, readyState: 'open' });
    await proxy.cutAll();
    expect(await failed).toEqual([expect.objectContaining({ code: 'ECONNRESET' })]);
    await closed;
  });

  it('goes down and comes up on the same port, with another schedule', async () => {
    const proxy = await start((connection) => (connection === 0 ? [{ kind: 'refuse' }] : []));
    expect(await exchange(proxy.port, 'a')).toEqual({ got: '', error: 'ECONNRESET' });
    expect(await exchange(proxy.port, 'b')).toEqual({ got: 'b', error: undefined });
    await proxy.setDown(true);
    expect(await exchange(proxy.port, 'c')).toEqual({ got: '', error: 'ECONNREFUSED' });
    await proxy.setDown(false);
    proxy.setFaults([{ kind: 'cut', direction: 'toClient', afterBytes: 1 }]);
    expect(await exchange(proxy.port, 'dd')).toEqual({ got: 'd', error: undefined });
  });
});
