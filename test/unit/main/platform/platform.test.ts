import { describe, expect, test } from 'vitest';
import { createLogger, parseLogFilter } from '../../../../main/engine/platform/createLogger.ts';
import { defaultDataDir } from '../../../../main/engine/platform/defaultDataDir.ts';
import type { Logger } from '../../../../main/engine/ports.ts';
import { parseRequestPath } from '../../../../main/engine/platform/staticFiles.ts';

describe('log', () => {
  const written = (
    filter: string,
    run: (log: (...line: Parameters<Logger['log']>) => void) => void,
  ): unknown[] => {
    const lines: unknown[] = [];
    const logger = createLogger(
      parseLogFilter(filter),
      (line) => lines.push(JSON.parse(line)),
      () => 0,
    );
    run((...line) => logger.log(...line));
    return lines;
  };
  test('writes what the filter lets through, one JSON object a line', () => {
    const lines = written('imap:debug,rpc.ipc:error', (log) => {
      log('debug', 'imap', 'a');
      log('debug', 'imap.pool', 'b', { n: 1n });
      log('debug', 'imapx', 'not');
      log('warn', 'rpc', 'c', { error: 'x' });
      log('warn', 'rpc.ipc', 'not');
      log('info', 'other', 'not');
    });
    const time = '1970-01-01T00:00:00.000Z';
    expect(lines).toEqual([
      { time, level: 'debug', scope: 'imap', message: 'a' },
      { time, level: 'debug', scope: 'imap.pool', message: 'b', n: '1' },
      { time, level: 'warn', scope: 'rpc', message: 'c', error: 'x' },
    ]);
  });
  test('blanks what is called a secret, and survives what JSON does not hold', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const lines = written('', (log) => {
      log('error', 's', 'm', { password: 'galette', accessToken: 'x', user: 'a' });
      log('error', 's', 'loop', { loop });
    });
    expect(lines).toMatchObject([
      { password: '[redacted]', accessToken: '[redacted]', user: 'a' },
      { message: 'loop', unloggable: expect.stringContaining('circular') as string },
    ]);
  });
  test.each(['imap:loud', 'loud', 'imap:'])('refuses --log=%s', (text) => {
    expect(() => parseLogFilter(text)).toThrow('is not scope:level');
  });
});

test.each<[NodeJS.Platform, Record<string, string>, string, string]>([
  ['linux', {}, '/home/a', '/home/a/.config/Naru/mail'],
  ['linux', { XDG_CONFIG_HOME: '/c' }, '/home/a', '/c/Naru/mail'],
  ['linux', { XDG_CONFIG_HOME: 'c' }, '/home/a', '/home/a/.config/Naru/mail'],
  ['darwin', {}, '/Users/a', '/Users/a/Library/Application Support/Naru/mail'],
  ['win32', { APPDATA: 'C:\\R' }, 'C:\\Users\\a', 'C:\\R\\Naru\\mail'],
  ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Roaming\\Naru\\mail'],
])('the data directory on %s %j %s is %s', (platform, environment, home, expected) => {
  expect(defaultDataDir(platform, environment, home)).toBe(expected);
});

test.each<[string, readonly string[] | null]>([
  ['/', ['index.html']],
  ['/a/b-1.js', ['a', 'b-1.js']],
  ['/a//b', null],
  ['/../a', null],
  ['/%2e%2e/a', null],
  ['/a%2fb', ['a', 'b']],
  ['/a%5cb', null],
  ['/C:/x', null],
  ['/.hidden', null],
  ['/a%00', null],
  ['/%', null],
  ['', null],
])('the path %j is read as %j', (path, expected) => expect(parseRequestPath(path)).toEqual(expected));
