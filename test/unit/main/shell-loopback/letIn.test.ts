import { EventEmitter } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadStream } from 'node:tty';
import type { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../../../main/engine/ports.ts';
import { askPassphrase } from '../../../../main/shell-loopback/askPassphrase.ts';
import { LaunchTokens } from '../../../../main/shell-loopback/LaunchTokens.ts';
import { browserCommand } from '../../../../main/shell-loopback/openBrowser.ts';
import { readSessionCookie } from '../../../../main/shell-loopback/sessionCookie.ts';
import { SessionStore } from '../../../../main/shell-loopback/SessionStore.ts';
import { createWsTransport } from '../../../../main/shell-loopback/wsTransport.ts';

const silent = { log: () => undefined };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Time that the test moves. */
class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; run: () => void }>();
  now = (): number => this.#now;
  setTimer = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };
  pass(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers]) {
      if (timer.at > this.#now) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

describe('launch tokens', () => {
  test('are good once, for ten minutes, twenty at a time', () => {
    const clock = new FakeClock();
    const tokens = new LaunchTokens(clock);
    const [used, late] = [tokens.create(), tokens.create()];
    const uses = [tokens.redeem(used), tokens.redeem(used), tokens.redeem('other')];
    clock.pass(10 * MINUTE);
    expect([uses, tokens.redeem(late)]).toEqual([[true, false, false], false]);
    const many = Array.from({ length: 21 }, () => tokens.create());
    expect(many.map((token) => tokens.redeem(token))).toEqual([false, ...Array<boolean>(20).fill(true)]);
  });
});

describe('sessions', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'naru-sessions-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  test('last 30 days over restarts, the newest 50 of them', async () => {
    const clock = new FakeClock();
    const store = await SessionStore.open(dataDir, clock, silent);
    const [first, ...others] = await Promise.all(Array.from({ length: 51 }, () => store.create()));
    const again = await SessionStore.open(dataDir, clock, silent);
    expect([
      again.isValid(first ?? ''),
      others.every((id) => again.isValid(id)),
      again.isValid(null),
    ]).toEqual([false, true, false]);
    clock.pass(30 * DAY);
    expect(others.some((id) => again.isValid(id))).toBe(false);
    await again.create();
    const file = JSON.parse(await readFile(join(dataDir, 'sessions.json'), 'utf8')) as {
      sessions: unknown[];
    };
    expect(file.sessions).toHaveLength(1);
  });

  test('a damaged file means no sessions', async () => {
    await writeFile(join(dataDir, 'sessions.json'), '{"version":1,"sessions":[{"hash":7}]}');
    const store = await SessionStore.open(dataDir, new FakeClock(), silent);
    expect(store.isValid(await store.create())).toBe(true);
  });

  test.each<[string | undefined, string | null]>([
    ['naru-1=a', 'a'],
    ['x=y; naru-1=a; z', 'a'],
    ['naru-2=a', null],
    ['xnaru-1=a', null],
    ['', null],
    [undefined, null],
  ])('the cookie %j holds %j', (header, expected) => {
    expect(readSessionCookie('127.0.0.1:1', header)).toBe(expected);
  });
});

test.each<[NodeJS.Platform, Record<string, string>, readonly string[] | null]>([
  ['linux', { DISPLAY: ':0' }, ['xdg-open', 'URL']],
  ['linux', { WAYLAND_DISPLAY: 'w' }, ['xdg-open', 'URL']],
  ['linux', {}, null],
  ['darwin', {}, ['open', 'URL']],
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler', 'URL']],
])('on %s %j a browser is opened by %j', (platform, environment, expected) => {
  expect(browserCommand('URL', platform, environment)).toEqual(expected);
});

test('a passphrase is typed unseen, with corrections, and Ctrl+C leaves', async () => {
  const ask = (keys: string): Promise<string> => {
    const input = Object.assign(new EventEmitter(), {
      setRawMode: vi.fn(),
      setEncoding: vi.fn(),
      resume: vi.fn(),
      pause: vi.fn(),
    });
    const written: string[] = [];
    const answer = askPassphrase('? ', input as unknown as ReadStream, (text) => written.push(text));
    input.emit('data', keys);
    expect(written.join('')).toBe('? \n');
    expect(input.setRawMode.mock.calls).toEqual([[true], [false]]);
    return answer;
  };
  expect(await ask('비밂\x7f밀\r')).toBe('비밀');
  await expect(ask('abc\x03')).rejects.toThrow('stopped');
});

describe('a WebSocket', () => {
  const connect = (clock: Clock) => {
    const socket = Object.assign(new EventEmitter(), {
      OPEN: 1,
      readyState: 1,
      bufferedAmount: 0,
      ping: vi.fn(),
      send: vi.fn(),
      terminate: vi.fn(),
      close: vi.fn(),
    });
    const transport = createWsTransport(socket as unknown as WebSocket, {
      clock,
      logger: silent,
      watchdogMs: 1000,
      maxBufferedBytes: 100,
    });
    return { socket, transport };
  };

  test('that answers pings lives, one that does not is cut', () => {
    const clock = new FakeClock();
    const { socket } = connect(clock);
    for (let round = 0; round < 3; round += 1) {
      clock.pass(1000);
      socket.emit('pong');
    }
    expect([socket.ping.mock.calls.length, socket.terminate.mock.calls.length]).toEqual([3, 0]);
    clock.pass(1000);
    clock.pass(1000);
    expect([socket.ping.mock.calls.length, socket.terminate.mock.calls.length]).toEqual([4, 1]);
  });

  test('that reads too slowly is cut', () => {
    const { socket, transport } = connect(new FakeClock());
    transport.send({ type: 'event', event: 'x', data: {} });
    socket.bufferedAmount = 101;
    transport.send({ type: 'event', event: 'x', data: {} });
    expect(socket.terminate).toHaveBeenCalledOnce();
  });

  test('that is closed leaves no timer and is sent nothing', () => {
    const clock = new FakeClock();
    const { socket, transport } = connect(clock);
    socket.readyState = 3;
    socket.emit('close');
    transport.send({ type: 'event', event: 'x', data: {} });
    clock.pass(10_000);
    expect([socket.send.mock.calls.length, socket.ping.mock.calls.length]).toEqual([0, 0]);
  });
});
