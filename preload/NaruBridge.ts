/** The one IPC channel, both ways. */
export const IPC_CHANNEL = 'naru';

/**
 * What the preload script gives the page as `window.naru`, and all of it. Each connection is one logical
 * transport, named by its maker (a UUID), and carries frames encoded by `encodeFrame`, as a WebSocket would: one
 * byte array crosses the context bridge instead of a tree walked property by property, and the main process never
 * meets a value that JSON could not hold. An empty frame opens a connection, `null` closes it, either way.
 */
export interface NaruBridge {
  send(connection: string, frame: Uint8Array | null): void;
  /** For as long as the page lives; there is no way back. */
  onMessage(listener: (connection: string, frame: Uint8Array | null) => void): void;
}
