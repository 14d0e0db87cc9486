// `npm start`: builds what is not built, then opens Naru: in its own window where Electron's binary is there, else in
// a browser. Arguments go on to the shell (`npm start -- --help`).
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findElectron } from './findElectron.mjs';
import { isBuildStale } from './isBuildStale.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const given = process.argv.slice(2);
const args = given.filter((argument) => argument !== '--browser');
const electron = given.includes('--browser') ? null : findElectron(root);

if (isBuildStale(root)) {
  console.log('Building …');
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
if (electron === null && !given.includes('--browser'))
  console.log(
    "Electron's binary is not here, so Naru opens in your browser, served from this computer only.",
  );

const child =
  electron === null
    ? spawn(process.execPath, ['--enable-source-maps', join(root, 'out', 'main', 'loopback.js'), ...args], {
        stdio: 'inherit',
      })
    : spawn(electron, [root, ...args], { stdio: 'inherit' });
// Ctrl+C reaches the child by itself, and it closes in order; a signal sent to us alone is passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', (error) => {
  console.error(`Naru could not start: ${error.message}`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => (process.exitCode = signal === null ? (code ?? 1) : 1));
