// `npm run bench -- NAME [--small]`: one benchmark of test/bench, bundled and run by itself. It prints JSON lines;
// the last one is the result. Figures are medians and ratios of one run, since machines differ and are shared.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const [name, ...flags] = process.argv.slice(2);
const known = readdirSync('test/bench')
  // One word in lower case; the other files are parts of a benchmark.
  .filter((file) => /^[a-z0-9]+\.ts$/.test(file))
  .map((file) => file.slice(0, -3));
if (name === undefined || !known.includes(name)) {
  console.error(`Which benchmark? ${known.join(', ')}`);
  process.exit(2);
}
// Below the project, so that what is not bundled is found in its node_modules.
mkdirSync('out', { recursive: true });
const outDir = mkdtempSync(resolve('out', 'bench-'));
try {
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true, external: ['@playwright/test'] },
    build: {
      ssr: true,
      outDir,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        input: {
          bench: resolve('test/bench', `${name}.ts`),
          parseWorker: resolve('main/engine/mime/parseWorker.ts'),
        },
        output: { format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
      },
    },
  });
  const { status } = spawnSync(process.execPath, [join(outDir, 'bench.mjs'), ...flags], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(outDir, { recursive: true, force: true });
}
