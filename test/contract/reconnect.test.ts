import { describe, expect, test } from 'vitest';
import { systemClock } from '../../main/engine/platform/systemClock.ts';
import type { Handlers } from '../../main/engine/ports.ts';
import { HostServer } from '../../main/rpc/HostServer.ts';
import { MailError, type ClientTransport } from '../../preload/contract/index.ts';
import { createReconnectingHost, type HostState } from '../../renderer/host/createReconnectingHost.ts';
import { createFakeEngine, type FakeEngine } from './fakeEngine.ts';
import { memoryTransports } from './memoryTransports.ts';

/** A host that the test switches on and off, and a facade whose timers it fires. */
function setUp(handlers: Partial<Handlers> = {}) {
  const engine: FakeEngine = createFakeEngine(handlers);
  const world = { isUp: true, transports: [] as ClientTransport[] };
  const timers: { ms: number; run: () => void; cancelled: boolean }[] = [];
  const states: HostState[] = [];
  const server = new HostServer({ engine, clock: systemClock, logger: { log: () => undefined } });
  const host = createReconnectingHost({
    connect: async () => {
      if (!world.isUp) throw new MailError('disconnected', 'down');
      const { client, host: end } = memoryTransports();
      server.attach(end);
      world.transports.push(client);
      return client;
    },
    setTimer: (ms, run) => {
      const timer = { ms, run, cancelled: false };
      timers.push(timer);
      return () => (timer.cancelled = true);
    },
  });
  host.onStateChange((state) => states.push(state));
  const become = (wanted: HostState): Promise<void> =>
    new Promise((resolve) => {
      if (host.state === wanted) return resolve();
      const stop = host.onStateChange((state) => {
        if (state !== wanted) return;
        stop();
        resolve();
      });
    });
  return { engine, world, timers, states, host, become };
}
const codeOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'resolved',
    (error: unknown) => (error instanceof MailError ? error.code : String(error)),
  );

describe('a reconnecting host', () => {
  test('calls made while it connects wait for it', async () => {
    const { host } = setUp();
    expect(host.state).toBe('connecting');
    expect(await host.api['host.hello']({ contractVersion: 1 })).toMatchObject({ shell: 'test' });
    expect([host.state, host.hello?.shell]).toEqual(['open', 'test']);
  });

  test('waits longer each time, up to 5 s, and begins at 0.2 s again after a success', async () => {
    const { host, world, timers, states, become } = setUp();
    await become('open');
    world.isUp = false;
    world.transports[0]?.close();
    for (let round = 0; round < 7; round += 1) {
      await become('waiting');
      expect(await codeOf(host.api['drafts.list']({}))).toBe('disconnected');
      timers.at(-1)?.run();
    }
    await become('waiting');
    world.isUp = true;
    timers.at(-1)?.run();
    await become('open');
    world.transports.at(-1)?.close();
    await become('waiting');
    expect(timers.map(({ ms }) => ms)).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000, 200]);
    expect(states.slice(0, 3)).toEqual(['open', 'waiting', 'connecting']);
  });

  test('a call in flight rejects as disconnected; listeners outlive the connection', async () => {
    const { host, world, timers, engine, become } = setUp({
      'drafts.list': () => new Promise(() => undefined),
    });
    await become('open');
    const heard: unknown[] = [];
    const stop = host.on('drafts.changed', (data) => heard.push(data));
    const call = codeOf(host.api['drafts.list']({}));
    world.transports[0]?.close();
    expect(await call).toBe('disconnected');
    await become('waiting');
    timers.at(-1)?.run();
    await become('open');
    engine.emit('drafts.changed', {});
    await host.api['host.hello']({ contractVersion: 1 });
    stop();
    engine.emit('drafts.changed', {});
    await host.api['host.hello']({ contractVersion: 1 });
    expect(heard).toEqual([{}]);
  });

  test('a host of another version is not spoken to again', async () => {
    const other = setUp({
      'host.hello': async () => ({
        contractVersion: 2,
        appVersion: '9',
        shell: 'test',
        platform: 'other',
        capabilities: { demo: false, openExternal: false, secrets: 'file' },
      }),
    });
    await other.become('incompatible');
    expect(await codeOf(other.host.api['drafts.list']({}))).toBe('notSupported');
    expect([other.timers, other.states]).toEqual([[], ['incompatible']]);
  });

  test('close ends it for good, also while it waits', async () => {
    const { host, world, timers, become } = setUp();
    await become('open');
    world.transports[0]?.close();
    await become('waiting');
    let closed = 0;
    host.onClose(() => (closed += 1));
    host.close();
    host.close();
    expect([host.state, timers.at(-1)?.cancelled, closed]).toEqual(['closed', true, 1]);
    expect(await codeOf(host.api['drafts.list']({}))).toBe('disconnected');
  });
});
