import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { IPC_CHANNEL, type NaruBridge } from './NaruBridge.ts';

const bridge: NaruBridge = {
  send: (connection, frame) => ipcRenderer.send(IPC_CHANNEL, connection, frame),
  onMessage: (listener) => {
    // The event object carries `sender`, which must not reach the page.
    ipcRenderer.on(IPC_CHANNEL, (_event: IpcRendererEvent, connection: string, frame: Uint8Array | null) =>
      listener(connection, frame),
    );
  },
};

contextBridge.exposeInMainWorld('naru', bridge);
