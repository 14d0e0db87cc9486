import { EventEmitter } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../../main/engine/platform/systemClock.ts';
import { runLoopback } from '../../../../main/shell-loopback/runLoopback.ts';
import { createFakeEngine } from '../../../contract/fakeEngine.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'naru-run-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** A run of the shell whose output, browser and signals are the test's. */
function start(args: readonly string[], options: { passphrase?: string; canOpen?: boolean } = {}) {
  let printed = '';
  const opened: string[] = [];
  const started: string[] = [];
  let stop: () => void = () => undefined;
  let becomeReady: () => void = () => undefined;
  const listening = new Promise<void>((resolve) => (becomeReady = resolve));
  const ended = runLoopback({
    args,
    input: Object.assign(new EventEmitter(), { isTTY: false }) as unknown as ReadStream,
    passphrase: options.passphrase ?? null,
    defaultDataDir: join(home, 'mail'),
    rendererDir: home,
    clock: systemClock,
    createEngine: async ({ dataDir, secretsKind }) => {
      started.push(`${dataDir.slice(home.length)} ${secretsKind}`);
      return createFakeEngine({
        'demo.start': async () => {
          started.push('demo');
          return { running: true, servers: [] };
        },
      });
    },
    print: (text) => (printed += text),
    writeLog: () => undefined,
    openBrowser: async (url) => {
      opened.push(url);
      return options.canOpen ?? true;
    },
    onStop: (run) => {
      stop = run;
      becomeReady();
    },
  });
  const ready = Promise.race([listening, ended.then(() => undefined)]);
  return {
    ready,
    ended,
    end: async (): Promise<number> => {
      await ready;
      stop();
      return ended;
    },
    printed: () => printed,
    opened,
    started,
  };
}

describe('the command line', () => {
  test('opens a browser, says where mail lies and how passwords are kept, and ends in order', async () => {
    const run = start(['--port=0']);
    expect(await run.end()).toBe(0);
    expect(run.started).toEqual(['/mail file']);
    expect(run.opened).toEqual([
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/launch\?token=[\w-]{43}$/),
    ]);
    expect(run.printed()).toContain(`Mail lies in ${join(home, 'mail')}`);
    expect(run.printed()).toContain('whoever can read your files can read them');
    expect(run.printed()).not.toContain('token=');
    expect(run.printed()).toMatch(/everything is on disk\.\n$/);
  });

  test('prints the link where no browser can be opened or none is wanted', async () => {
    const [without, unwanted] = [
      start(['--port=0'], { canOpen: false }),
      start(['--port=0', '--no-open', `--data-dir=${join(home, 'b')}`]),
    ];
    expect([await without.end(), await unwanted.end()]).toEqual([0, 0]);
    expect(without.printed()).toMatch(/\/launch\?token=/);
    expect([unwanted.printed().includes('/launch?token='), unwanted.opened]).toEqual([true, []]);
  });

  test('the demo has its own directory, and is started', async () => {
    const run = start(['--port=0', '--demo']);
    expect([await run.end(), run.started]).toEqual([0, ['/demo file', 'demo']]);
  });

  test('a passphrase is used, and said; without it the next start is refused with what to do', async () => {
    const first = start(['--port=0'], { passphrase: 'x' });
    expect([await first.end(), first.started]).toEqual([0, ['/mail passphrase']]);
    const second = start(['--port=0']);
    expect(await second.end()).toBe(1);
    expect(second.printed()).toContain('set NARU_PASSPHRASE, or start in a terminal');
  });

  test('a second start on the same directory gets a link of the first', async () => {
    const first = start(['--port=0']);
    await first.ready;
    const second = start(['--port=0', '--print-url']);
    expect(await second.ended).toBe(0);
    expect(second.printed()).toMatch(/^Naru is running already\.\nOpen this link[^]*\/launch\?token=/);
    expect(second.started).toEqual([]);
    expect(await first.end()).toBe(0);
  });

  test.each([
    [['--port=x'], 2, '--port: "x" is not a port'],
    [['--port=70000'], 2, 'is not a port'],
    [['--nonsense'], 2, 'nonsense'],
    [['extra'], 2, 'extra'],
    [['--log=imap:loud'], 2, 'is not scope:level'],
    [['--help'], 0, '--data-dir=PATH'],
  ])('%j ends with %d and says %j', async (args, code, words) => {
    const run = start(args);
    expect(await run.end()).toBe(code);
    expect(run.printed()).toContain(words);
    expect(run.started).toEqual([]);
  });
});
