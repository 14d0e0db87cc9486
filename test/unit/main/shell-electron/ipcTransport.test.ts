import { randomUUID } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { acceptIpcConnections } from '../../../../main/shell-electron/ipcTransport.ts';
import { encodeFrame, type HostTransport } from '../../../../preload/contract/index.ts';
import { FakeIpcMain, FakePage } from './FakePage.ts';

function serve(): { ipcMain: FakeIpcMain; attached: HostTransport[]; reasons: unknown[] } {
  const ipcMain = new FakeIpcMain();
  const attached: HostTransport[] = [];
  const reasons: unknown[] = [];
  acceptIpcConnections({
    ipcMain: ipcMain as never, // only `on` is used
    attach: (transport) => attached.push(transport),
    isTrustedUrl: (url) => url.startsWith('app://naru/'),
    logger: { log: (_level, _scope, _message, fields) => reasons.push(fields?.['reason']) },
  });
  return { ipcMain, attached, reasons };
}
const open = new Uint8Array();

test.each<[string, (page: FakePage) => void, string]>([
  [
    'a frame below the page',
    (page) => page.send({ url: 'app://naru/index.html' }, randomUUID(), open),
    'sender',
  ],
  ['a frame that is gone', (page) => page.send(null, randomUUID(), open), 'sender'],
  ['an id that is none', (page) => page.send(page.mainFrame, 'x', open), 'malformed'],
  ['an id that is no text', (page) => page.send(page.mainFrame, 7, open), 'malformed'],
  [
    'a frame that is no bytes',
    (page) => page.send(page.mainFrame, randomUUID(), { type: 'call' }),
    'malformed',
  ],
])('%s is not heard', (_what, act, reason) => {
  const { ipcMain, attached, reasons } = serve();
  act(new FakePage(ipcMain));
  expect([attached.length, reasons]).toEqual([0, [reason]]);
});

test('a page of another origin is not heard', () => {
  const { ipcMain, attached, reasons } = serve();
  const page = new FakePage(ipcMain, 'https://evil.test/');
  page.send(page.mainFrame, randomUUID(), open);
  expect([attached.length, reasons]).toEqual([0, ['sender']]);
});

test.each<[string, (page: FakePage) => void, number]>([
  ['a navigation', (page) => page.navigate({ isMainFrame: true, isSameDocument: false }), 1],
  ['the end of the page', (page) => page.destroy(), 1],
  ['a change of the hash', (page) => page.navigate({ isMainFrame: true, isSameDocument: true }), 0],
  ['a navigation of a message', (page) => page.navigate({ isMainFrame: false, isSameDocument: false }), 0],
])('%s closes the connections %d times', (_what, act, times) => {
  const { ipcMain, attached } = serve();
  const page = new FakePage(ipcMain);
  page.send(page.mainFrame, randomUUID(), open);
  const closed = vi.fn();
  attached[0]?.onClose(closed);
  act(page);
  act(page);
  expect(closed).toHaveBeenCalledTimes(times);
});

test('garbled bytes close their own connection, and a closed id begins anew', () => {
  const { ipcMain, attached } = serve();
  const page = new FakePage(ipcMain);
  const [bad, good] = [randomUUID(), randomUUID()];
  const closed = [vi.fn(), vi.fn()];
  for (const id of [bad, good]) page.send(page.mainFrame, id, open);
  attached.forEach((transport, index) => transport.onClose(closed[index] ?? vi.fn()));
  page.send(page.mainFrame, bad, Uint8Array.of(0, 0, 0, 9, 1));
  page.send(page.mainFrame, bad, encodeFrame({}));
  expect([closed.map(({ mock }) => mock.calls.length), attached.length]).toEqual([[1, 0], 3]);
});

test('a page may hold 16 connections', () => {
  const { ipcMain, attached, reasons } = serve();
  const page = new FakePage(ipcMain);
  for (let index = 0; index < 20; index += 1) page.send(page.mainFrame, randomUUID(), open);
  expect([attached.length, reasons.length]).toEqual([16, 4]);
});
