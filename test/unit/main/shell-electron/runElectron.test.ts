import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runElectron, type ElectronOptions } from '../../../../main/shell-electron/runElectron.ts';
import { createFakeEngine, type FakeEngine } from '../../../contract/fakeEngine.ts';
// The alias of 'electron' leads to this very module, so both see one state.
import { app, partitions, resetElectron, state } from './fakeElectron.ts';

let appData: string;
let engine: FakeEngine;
let secretsKind: string;

beforeEach(async () => {
  resetElectron();
  appData = await mkdtemp(join(tmpdir(), 'naru-electron-'));
  state.appData = appData;
  engine = createFakeEngine({ 'demo.start': async () => ({ running: true, servers: [] }) });
});
afterEach(() => rm(appData, { recursive: true, force: true }));

const options = (args: readonly string[] = []): ElectronOptions => ({
  args,
  passphrase: null,
  rendererDir: join(appData, 'renderer'),
  preloadPath: '/preload.cjs',
  createEngine: async (ports) => {
    secretsKind = ports.secretsKind;
    return engine;
  },
  writeLog: () => undefined,
});
const quit = async (): Promise<void> => {
  const exited = new Promise((resolve) => app.once('exited', resolve));
  app.emit('will-quit', { preventDefault: () => undefined });
  await exited;
};

describe('runElectron', () => {
  test('hardens everything before anything loads', async () => {
    await runElectron(options());
    expect(state.journal).toEqual([
      'app.enableSandbox',
      'protocol.registerSchemesAsPrivileged [{"scheme":"app","privileges":{"standard":true,"secure":true,"supportFetchAPI":true}}]',
      'app.whenReady',
      'session.setSpellCheckerEnabled false',
      'session.setProxy {"mode":"fixed_servers","proxyRules":"http://127.0.0.1:1","proxyBypassRules":"<-loopback>"}',
      'session.closeAllConnections',
      'session.protocol.handle app',
      'Menu.setApplicationMenu',
      'window.create',
      'contents.setWebRTCIPHandlingPolicy disable_non_proxied_udp',
      'window.loadURL app://naru/index.html',
    ]);
    expect(state.windowOptions).toMatchObject([
      {
        webPreferences: {
          session: partitions.get('persist:naru'),
          preload: '/preload.cjs',
          sandbox: true,
          contextIsolation: true,
          nodeIntegration: false,
          nodeIntegrationInWorker: false,
          nodeIntegrationInSubFrames: false,
          webSecurity: true,
          allowRunningInsecureContent: false,
          experimentalFeatures: false,
          webviewTag: false,
          navigateOnDragDrop: false,
          spellcheck: false,
        },
      },
    ]);
    await quit();
  });

  test('closes engine and lock before it exits, once', async () => {
    await runElectron(options());
    const lock = join(appData, 'Naru', 'mail', 'lock.json');
    expect((await stat(lock)).isFile()).toBe(true);
    app.emit('will-quit', { preventDefault: () => undefined });
    await quit();
    expect(engine.state.closed).toBe(true);
    expect(state.journal.filter((line) => line.startsWith('app.exit'))).toEqual(['app.exit 0']);
    await expect(stat(lock)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a second instance gives way; its mailto link goes to the first', async () => {
    state.isFirstInstance = false;
    await runElectron(options());
    expect(state.journal.at(-1)).toBe('app.quit');

    resetElectron();
    state.appData = appData;
    await runElectron(options(['naru', 'mailto:a@b.test?subject=x%20y']));
    app.emit('second-instance', {}, ['naru', '--flag', 'mailto:c@d.test']);
    expect(state.journal.filter((line) => line.startsWith('window.'))).toEqual([
      'window.create',
      'window.loadURL app://naru/index.html#mailto%3Aa%40b.test%3Fsubject%3Dx%2520y',
      'window.show',
      'window.focus',
      'window.loadURL app://naru/index.html#mailto%3Ac%40d.test',
    ]);
    await quit();
  });

  test.each([
    ['a keychain', true, 'gnome_libsecret', 'keychain'],
    ['basic_text', true, 'basic_text', 'file'],
    ['no encryption', false, 'unknown', 'file'],
  ])('keeps secrets with %s as %s/%s says: %s', async (_what, available, backend, expected) => {
    state.isEncryptionAvailable = available;
    state.backend = backend;
    await runElectron(options());
    expect(secretsKind).toBe(process.platform === 'linux' || !available ? expected : 'keychain');
    await quit();
  });

  test('the demo has its own directory and its own cache', async () => {
    await runElectron(options(['--demo']));
    expect((await stat(join(appData, 'Naru', 'demo', 'lock.json'))).isFile()).toBe(true);
    expect([...partitions.keys()]).toEqual(['persist:naru-demo']);
    await quit();
  });
});
