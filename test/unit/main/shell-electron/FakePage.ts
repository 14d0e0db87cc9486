import { EventEmitter } from 'node:events';
import type { IpcMainEvent, WebContents } from 'electron';
import { IPC_CHANNEL } from '../../../../preload/NaruBridge.ts';

type Listener = (event: IpcMainEvent, ...values: unknown[]) => void;

/** An ipcMain that fake pages speak to. */
export class FakeIpcMain extends EventEmitter {
  deliver(event: unknown, ...values: unknown[]): void {
    for (const listener of this.listeners(IPC_CHANNEL) as Listener[])
      listener(event as IpcMainEvent, ...values.map((value) => structuredClone(value)));
  }
}

/** A page's two ends: WebContents for the main process, ipcRenderer's two members for the preload script. */
export class FakePage {
  readonly #ipcMain: FakeIpcMain;
  readonly #toRenderer = new EventEmitter();
  readonly #events = new EventEmitter();
  #destroyed = false;
  readonly mainFrame: { url: string };
  readonly webContents: WebContents;

  constructor(ipcMain: FakeIpcMain, url = 'app://naru/index.html') {
    this.#ipcMain = ipcMain;
    this.mainFrame = { url };
    const contents = Object.assign(this.#events, {
      mainFrame: this.mainFrame,
      isDestroyed: () => this.#destroyed,
      // As Electron does: copied, and later than the call.
      send: (channel: string, ...values: unknown[]) => {
        const copies = values.map((value) => structuredClone(value));
        queueMicrotask(() => this.#toRenderer.emit(channel, { sender: 'secret' }, ...copies));
      },
    });
    this.webContents = contents as unknown as WebContents;
  }

  /** From the page's top frame, or from `frame`. */
  send(frame: unknown, ...values: unknown[]): void {
    this.#ipcMain.deliver({ sender: this.webContents, senderFrame: frame }, ...values);
  }

  navigate(details: { isMainFrame: boolean; isSameDocument: boolean }): void {
    this.#events.emit('did-start-navigation', details);
  }

  destroy(): void {
    this.#destroyed = true;
    this.#events.emit('destroyed');
  }

  get ipcRenderer(): {
    send(channel: string, ...values: unknown[]): void;
    on(channel: string, listener: (...values: unknown[]) => void): void;
  } {
    return {
      send: (_channel, ...values) => {
        queueMicrotask(() => this.send(this.mainFrame, ...values));
      },
      on: (channel, listener) => this.#toRenderer.on(channel, listener),
    };
  }
}
