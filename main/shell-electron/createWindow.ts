import { BrowserWindow, type Session } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { hardenContents } from './hardenContents.ts';
import { windowOptions } from './windowOptions.ts';

const MAX_CRASHES = 3;

export interface WindowSettings {
  readonly session: Session;
  readonly preloadPath: string;
  readonly devTools: boolean;
  readonly openExternal: (url: string) => Promise<void>;
  readonly logger: Logger;
}

/** The one window, hardened before anything loads in it. A page that crashes comes back, three times. */
export function createWindow(settings: WindowSettings): BrowserWindow {
  const { session, preloadPath, devTools, openExternal, logger } = settings;
  const window = new BrowserWindow(windowOptions({ session, preloadPath, devTools }));
  hardenContents(window.webContents, openExternal, logger);
  window.once('ready-to-show', () => window.show());
  let crashes = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    logger.log('error', 'window', 'the page is gone', { reason });
    crashes += 1;
    if (reason !== 'clean-exit' && crashes <= MAX_CRASHES) window.webContents.reload();
  });
  return window;
}
