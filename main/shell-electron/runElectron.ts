import { app, ipcMain, Menu, protocol, safeStorage, session, shell, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { createLogger, parseLogFilter } from '../engine/platform/createLogger.ts';
import { lockDataDir } from '../engine/platform/lockDataDir.ts';
import { systemClock } from '../engine/platform/systemClock.ts';
import type { Engine, EnginePorts } from '../engine/ports.ts';
import { ensureDirectory } from '../engine/store/ensureDirectory.ts';
import { nodeFileSystem } from '../engine/store/nodeFileSystem.ts';
import { HostServer } from '../rpc/HostServer.ts';
import { APP_PAGE, isAppUrl } from './appOrigin.ts';
import { registerAppScheme, serveApp } from './appProtocol.ts';
import { createWindow } from './createWindow.ts';
import { createOpenExternal } from './externalLinks.ts';
import { hardenSession } from './hardenSession.ts';
import { acceptIpcConnections } from './ipcTransport.ts';
import { findMailto, pageForMailto } from './mailtoArgument.ts';
import { menuTemplate } from './menu.ts';
import { openSecrets } from './openSecrets.ts';

export interface ElectronOptions {
  readonly args: readonly string[];
  /** NARU_PASSPHRASE, for systems without a keychain. */
  readonly passphrase: string | null;
  readonly rendererDir: string;
  readonly preloadPath: string;
  readonly createEngine: (
    ports: Pick<EnginePorts, 'dataDir' | 'secrets' | 'clock' | 'logger'> & {
      readonly secretsKind: EnginePorts['host']['secrets'];
      readonly openExternal: (url: string) => Promise<void>;
    },
  ) => Promise<Engine>;
  writeLog(line: string): void;
}

const PARTITION = 'persist:naru';

/**
 * The app from its start. Resolves when the window loads, or at once in a second instance, whose start (and
 * mailto link) goes to the first. Rejects when the directory is locked or the engine does not start.
 */
export async function runElectron(options: ElectronOptions): Promise<void> {
  // Both must come before the app is ready.
  app.enableSandbox();
  registerAppScheme(protocol);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const logger = createLogger(parseLogFilter(readSwitch(options.args, 'log')), (line) =>
    options.writeLog(line),
  );
  const isDemo = options.args.includes('--demo');
  let window: BrowserWindow | null = null;
  let showMailto: (mailto: string | null) => void = () => undefined;
  app.on('second-instance', (_event, args) => showMailto(findMailto(args)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    showMailto(findMailto([url]));
  });
  await app.whenReady();

  const dataDir =
    readSwitch(options.args, 'data-dir') || join(app.getPath('appData'), 'Naru', isDemo ? 'demo' : 'mail');
  await ensureDirectory(dataDir, nodeFileSystem);
  const lock = await lockDataDir(dataDir);
  const secrets = await openSecrets(dataDir, safeStorage, options.passphrase, logger);
  const openExternal = createOpenExternal(shell);
  const engine = await options.createEngine({
    dataDir,
    clock: systemClock,
    logger,
    secrets: secrets.store,
    secretsKind: secrets.kind,
    openExternal,
  });
  const server = new HostServer({ engine, clock: systemClock, logger, validateResults: !app.isPackaged });
  acceptIpcConnections({
    ipcMain,
    attach: (transport) => server.attach(transport),
    isTrustedUrl: isAppUrl,
    logger,
  });
  closeBeforeQuit(async () => {
    server.close();
    await engine.close();
    await lock.release();
  });
  if (isDemo) await engine.handlers['demo.start']({}, { signal: new AbortController().signal });

  const partition = session.fromPartition(isDemo ? `${PARTITION}-demo` : PARTITION);
  await hardenSession(partition, logger);
  serveApp(partition.protocol, options.rendererDir);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate({ platform: process.platform, devTools: !app.isPackaged })),
  );
  const open = async (mailto: string | null): Promise<void> => {
    if (window === null) {
      window = createWindow({
        session: partition,
        preloadPath: options.preloadPath,
        devTools: !app.isPackaged,
        openExternal,
        logger,
      });
      window.on('closed', () => (window = null));
      return window.loadURL(pageForMailto(APP_PAGE, mailto));
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    // Only the hash changes, so the page stays and hears `hashchange`.
    if (mailto !== null) await window.loadURL(pageForMailto(APP_PAGE, mailto));
  };
  const openOrLog = (mailto: string | null): void => {
    open(mailto).catch((error: unknown) =>
      logger.log('error', 'window', 'could not open', { error: String(error) }),
    );
  };
  showMailto = openOrLog;
  app.on('activate', () => openOrLog(null));
  app.on('window-all-closed', () => {
    // On a Mac an app outlives its windows.
    if (process.platform !== 'darwin') app.quit();
  });
  await open(findMailto(options.args));
}

/** Holds the quit back until `close` is done, however the quit came about. */
function closeBeforeQuit(close: () => Promise<void>): void {
  let state: 'running' | 'closing' = 'running';
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    // `exit` raises no further `will-quit`; a failed close must not keep the app alive either.
    close().then(
      () => app.exit(0),
      () => app.exit(1),
    );
  });
}

/** `--name=value` among the arguments; empty when it is not there. */
function readSwitch(args: readonly string[], name: string): string {
  const prefix = `--${name}=`;
  return args.find((arg) => arg.startsWith(prefix))?.slice(prefix.length) ?? '';
}
