import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defaultDataDir } from '../engine/platform/defaultDataDir.ts';
import { systemClock } from '../engine/platform/systemClock.ts';
import { createAppEngine } from '../shell-common/createAppEngine.ts';
import { openBrowser } from './openBrowser.ts';
import { runLoopback } from './runLoopback.ts';

const passphrase = process.env['NARU_PASSPHRASE'] ?? null;
// The browser that we start has no business with it.
delete process.env['NARU_PASSPHRASE'];

// Paths are those of the build: out/main beside out/renderer.
process.exitCode = await runLoopback({
  args: process.argv.slice(2),
  input: process.stdin,
  passphrase,
  defaultDataDir: defaultDataDir(process.platform, process.env, homedir()),
  rendererDir: fileURLToPath(new URL('../renderer', import.meta.url)),
  clock: systemClock,
  createEngine: (ports) =>
    createAppEngine({
      ...ports,
      shell: 'loopback',
      // The page is in a browser already and opens addresses itself.
      openExternal: null,
      parserScript: new URL('./parseWorker.js', import.meta.url),
    }),
  print: (text) => process.stdout.write(text),
  writeLog: (line) => process.stderr.write(line),
  openBrowser,
  onStop: (stop) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        stop();
        // Whoever asks twice does not want to wait.
        process.once(signal, () => process.exit(130));
      });
    }
  },
});
