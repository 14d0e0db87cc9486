import type { BrowserWindowConstructorOptions, Session } from 'electron';

/** Every switch that matters is written out, the defaults too: a default may change, this list may not. */
export const windowOptions = (options: {
  readonly session: Session;
  readonly preloadPath: string;
  readonly devTools: boolean;
}): BrowserWindowConstructorOptions => ({
  title: 'Naru',
  width: 1280,
  height: 800,
  minWidth: 600,
  minHeight: 400,
  // Shown when the first paint is ready: no white flash.
  show: false,
  webPreferences: {
    session: options.session,
    preload: options.preloadPath,
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
    devTools: options.devTools,
  },
});
