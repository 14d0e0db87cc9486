// `npm run test:crash -- --kills 2000 [--seed N] [--json] [--workers N] [--only WORDS]`: builds the host and the crash
// harness, and runs it. See test/crash/README.md.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'naru-crash-build-'));
process.env.NODE_ENV = 'production';

/** One source file with all it imports, but not the packages, for plain Node. */
const bundle = (source, name) =>
  build({
    configFile: false,
    root,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: join(root, source),
      outDir: directory,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        output: { format: 'esm', entryFileNames: `${name}.mjs`, codeSplitting: false },
      },
    },
  });

await build({ root, configFile: join(root, 'vite.node.config.ts'), mode: 'main', logLevel: 'warn' });
await bundle('test/crash/faultPort/faultPort.ts', 'faultPort');
await bundle('test/crash/run.ts', 'run');
// A copy, so that whoever builds meanwhile does not change the host under the run.
cpSync(join(root, 'out/main'), join(directory, 'main'), { recursive: true });
writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
const { status } = spawnSync(
  process.execPath,
  [join(directory, 'run.mjs'), `--host=${join(directory, 'main/loopback.js')}`, ...process.argv.slice(2)],
  { stdio: 'inherit', cwd: root },
);
rmSync(directory, { recursive: true, force: true });
process.exit(status ?? 1);
