import { open, realpath, type FileHandle } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { systemCode } from '../store/StoreError.ts';

/** By extension; anything else is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface StaticFile {
  readonly type: string;
  readonly sizeBytes: number;
  readonly handle: FileHandle;
}

/**
 * A request path as names below the root; null for anything that could lead elsewhere: dot names, backslashes,
 * drive letters, NUL, bad escapes, double escapes.
 */
export function parseRequestPath(path: string): readonly string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null; // a malformed escape
  }
  const names = (decoded === '/' ? '/index.html' : decoded).split('/').slice(1);
  const isSafe = decoded.startsWith('/') && names.every((name) => /^[\w-][\w.@-]*$/.test(name));
  return isSafe ? names : null;
}

/** Opens a file below `root`; null when there is none, or when a link leads out of it. The caller closes it. */
export async function openStaticFile(root: string, path: string): Promise<StaticFile | null> {
  const names = parseRequestPath(path);
  const type = types[extname(names?.at(-1) ?? '').toLowerCase()];
  if (names === null || type === undefined) return null;
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(join(root, ...names))]);
    if (!real.startsWith(realRoot + sep)) return null;
    const handle = await open(real, 'r');
    const stat = await handle.stat();
    if (stat.isFile()) return { type, sizeBytes: stat.size, handle };
    await handle.close();
    return null;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ELOOP') return null;
    throw error;
  }
}
