import { expect, test, vi } from 'vitest';
import type { NaruBridge } from '../../../../preload/NaruBridge.ts';
import { ipcRenderer, resetElectron, state } from './fakeElectron.ts';

test('the preload script exposes send and onMessage, and nothing else', async () => {
  resetElectron();
  await import('../../../../preload/preload.ts');
  expect([...state.exposed.keys()]).toEqual(['naru']);
  const bridge = state.exposed.get('naru') as NaruBridge;
  expect(Object.keys(bridge)).toEqual(['send', 'onMessage']);
  const heard = vi.fn();
  bridge.onMessage(heard);
  bridge.send('id', null);
  ipcRenderer.emit('naru', { sender: 'secret' }, 'id', null);
  ipcRenderer.emit('other', {}, 'id', null);
  // The event object must not reach the page.
  expect([state.journal, heard.mock.calls]).toEqual([
    ['ipcRenderer.send ["naru","id",null]'],
    [['id', null]],
  ]);
});
