import { app, dialog } from 'electron';
import { fileURLToPath } from 'node:url';
import { createAppEngine } from '../shell-common/createAppEngine.ts';
import { runElectron } from './runElectron.ts';

const passphrase = process.env['NARU_PASSPHRASE'] ?? null;
// Children, and the page's process is one, have no business with it.
delete process.env['NARU_PASSPHRASE'];

// Not awaited: Electron becomes ready only after this module has been loaded.
runElectron({
  args: process.argv,
  passphrase,
  // Paths are those of the build: out/main beside out/renderer and out/preload.
  rendererDir: fileURLToPath(new URL('../renderer', import.meta.url)),
  preloadPath: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
  createEngine: (ports) =>
    createAppEngine({
      ...ports,
      shell: 'electron',
      parserScript: new URL('./parseWorker.js', import.meta.url),
    }),
  writeLog: (line) => process.stderr.write(line),
}).catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`Naru could not start: ${reason}\n`);
  dialog.showErrorBox('Naru could not start', reason);
  app.exit(1);
});
