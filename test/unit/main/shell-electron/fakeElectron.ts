import { EventEmitter } from 'node:events';

/**
 * Stands in for 'electron' in tests (see vitest.config.ts). Everything that is done to it is written to
 * `journal`, in order; `resetElectron` begins anew.
 */
export interface FakeState {
  readonly journal: string[];
  isFirstInstance: boolean;
  isEncryptionAvailable: boolean;
  backend: string;
  appData: string;
  windowOptions: unknown[];
  exposed: Map<string, unknown>;
}
export const state: FakeState = {
  journal: [],
  isFirstInstance: true,
  isEncryptionAvailable: true,
  backend: 'gnome_libsecret',
  appData: '',
  windowOptions: [],
  exposed: new Map(),
};

const note = (what: string): void => void state.journal.push(what);

class FakeApp extends EventEmitter {
  isPackaged = false;
  enableSandbox = (): void => note('app.enableSandbox');
  requestSingleInstanceLock = (): boolean => state.isFirstInstance;
  whenReady = async (): Promise<void> => note('app.whenReady');
  getPath = (): string => state.appData;
  quit = (): void => note('app.quit');
  exit = (code: number): void => {
    note(`app.exit ${code}`);
    this.emit('exited');
  };
}

class FakeSession extends EventEmitter {
  handlers: Record<string, unknown> = {};
  protocol = {
    handle: (scheme: string, handler: unknown): void => {
      note(`session.protocol.handle ${scheme}`);
      this.handlers['protocol'] = handler;
    },
  };
  webRequest = { onBeforeRequest: (handler: unknown): void => this.#keep('request', handler) };
  setPermissionRequestHandler = (handler: unknown): void => this.#keep('permission', handler);
  setPermissionCheckHandler = (handler: unknown): void => this.#keep('permissionCheck', handler);
  setDevicePermissionHandler = (handler: unknown): void => this.#keep('device', handler);
  setBluetoothPairingHandler = (handler: unknown): void => this.#keep('bluetooth', handler);
  setDisplayMediaRequestHandler = (handler: unknown): void => this.#keep('displayMedia', handler);
  setSpellCheckerEnabled = (enabled: boolean): void => note(`session.setSpellCheckerEnabled ${enabled}`);
  setProxy = async (config: unknown): Promise<void> => note(`session.setProxy ${JSON.stringify(config)}`);
  closeAllConnections = async (): Promise<void> => note('session.closeAllConnections');

  #keep(name: string, handler: unknown): void {
    this.handlers[name] = handler;
  }
}

class FakeWebContents extends EventEmitter {
  mainFrame = { url: '' };
  windowOpenHandler: unknown = null;
  setWebRTCIPHandlingPolicy = (policy: string): void => note(`contents.setWebRTCIPHandlingPolicy ${policy}`);
  setWindowOpenHandler = (handler: unknown): void => {
    this.windowOpenHandler = handler;
  };
  reload = (): void => note('contents.reload');
  isDestroyed = (): boolean => false;
  send = (): void => undefined;
}

export class BrowserWindow extends EventEmitter {
  webContents = new FakeWebContents();
  constructor(options: unknown) {
    super();
    note('window.create');
    state.windowOptions.push(options);
  }
  loadURL = async (url: string): Promise<void> => note(`window.loadURL ${url}`);
  isMinimized = (): boolean => false;
  restore = (): void => note('window.restore');
  show = (): void => note('window.show');
  focus = (): void => note('window.focus');
}

export const app = new FakeApp();
export const ipcMain = new EventEmitter();
export const ipcRenderer = Object.assign(new EventEmitter(), {
  send: (...values: unknown[]): void => note(`ipcRenderer.send ${JSON.stringify(values)}`),
});
export const contextBridge = {
  exposeInMainWorld: (name: string, api: unknown): void => void state.exposed.set(name, api),
};
export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown): void =>
    note(`protocol.registerSchemesAsPrivileged ${JSON.stringify(schemes)}`),
};
export const partitions = new Map<string, FakeSession>();
export const session = {
  fromPartition: (name: string): FakeSession => {
    const made = new FakeSession();
    partitions.set(name, made);
    return made;
  },
};
export const shell = {
  openExternal: async (url: string): Promise<void> => note(`shell.openExternal ${url}`),
};
export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu: (): void => note('Menu.setApplicationMenu'),
};
/** Reverses the text: not secret, but not the text either. */
const reverse = (text: string): string => [...text].reverse().join('');
export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => state.isEncryptionAvailable,
  getSelectedStorageBackend: (): string => state.backend,
  encryptStringAsync: async (text: string): Promise<Buffer> => Buffer.from(reverse(text)),
  decryptStringAsync: async (encrypted: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => ({
    result: reverse(encrypted.toString()),
    shouldReEncrypt: false,
  }),
};

export function resetElectron(): void {
  state.journal.length = 0;
  state.isFirstInstance = true;
  state.isEncryptionAvailable = true;
  state.backend = 'gnome_libsecret';
  state.windowOptions.length = 0;
  state.exposed.clear();
  partitions.clear();
  for (const emitter of [app, ipcMain, ipcRenderer]) emitter.removeAllListeners();
}
