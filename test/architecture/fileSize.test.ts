import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT = 300;

/** Files that hold one thing and are longer all the same; each with its reason. */
const exceptions: Readonly<Record<string, string>> = {};

it(`no source file is longer than ${LIMIT} lines without a reason`, () => {
  const long = ['main', 'preload', 'renderer'].flatMap(sources).filter((path) => lines(path) > LIMIT);
  expect(long.sort()).toEqual(Object.keys(exceptions).sort());
});

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|css)$/.test(name))
    .map((name) => join(folder, name));
}

const lines = (path: string): number => readFileSync(join(root, path), 'utf8').split('\n').length - 1;
