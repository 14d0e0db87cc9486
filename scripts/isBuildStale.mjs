import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'main',
  'preload',
  'renderer',
  'assets',
  'package.json',
  'package-lock.json',
  'vite.config.ts',
  'vite.node.config.ts',
];
const OUTPUTS = [
  'out/main/electron.js',
  'out/main/loopback.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/** True when a part was never built, or a source is younger than the oldest part. */
export function isBuildStale(root) {
  const outputs = OUTPUTS.map((path) => join(root, path));
  if (!outputs.every((path) => existsSync(path))) return true;
  const builtAt = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  return SOURCES.some((path) => newestChange(join(root, path)) > builtAt);
}

function newestChange(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A file that went away changes its directory only.
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestChange(join(path, name))),
    stat.mtimeMs,
  );
}
