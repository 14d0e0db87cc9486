import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The built loopback shell, `out/main/loopback.js`: built anew when it is missing or older than a source. */
export async function buildHost(): Promise<string> {
  const script = join(root, 'out/main/loopback.js');
  const sources = ['main', 'preload/contract', 'package.json', 'vite.node.config.ts'];
  const newest = Math.max(...sources.map((source) => newestMs(join(root, source))));
  if (!existsSync(script) || statSync(script).mtimeMs < newest)
    await build({ root, configFile: join(root, 'vite.node.config.ts'), mode: 'main', logLevel: 'warn' });
  return script;
}

function newestMs(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
