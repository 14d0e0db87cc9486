import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The corpora beside the project; in a checkout of its own they are absent. */
const folder = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));

/** A file of a corpus, or null when the corpora are absent (said once per file, so that nobody mistakes it for passing). */
export function readCorpus(path: string): Buffer | null {
  const file = `${folder}${path}`;
  if (existsSync(file)) return readFileSync(file);
  console.log(`SKIPPED: no ${path} beside the project`);
  return null;
}

/** The files of a corpus with this ending, relative to it, sorted; none when the corpora are absent. */
export function corpusFiles(corpus: string, ending: string): readonly string[] {
  const directory = `${folder}${corpus}`;
  if (existsSync(directory))
    return readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith(ending))
      .sort();
  console.log(`SKIPPED: no ${corpus} beside the project`);
  return [];
}

/** One case of `authored-injection`. */
export interface InjectionVector {
  readonly id: string;
  readonly proto: string;
  readonly field: string;
  readonly value: string;
}

/** The cases of `authored-injection` for one protocol. */
export function injectionVectors(proto: 'smtp' | 'imap' | 'pop3'): readonly InjectionVector[] {
  const text = readCorpus('authored-injection/vectors.json');
  if (text === null) return [];
  // The corpus's README gives the shape.
  return (JSON.parse(text.toString('utf8')) as InjectionVector[]).filter((vector) => vector.proto === proto);
}

/** The names of the cases of `authored-faults` for one protocol: each suite says in code what the server does. */
export function faultCases(proto: 'smtp' | 'imap' | 'pop3'): readonly string[] {
  const text = readCorpus('authored-faults/scenarios.json');
  if (text === null) return [];
  return (JSON.parse(text.toString('utf8')) as { id: string; proto: string }[])
    .filter((entry) => entry.proto === proto)
    .map(({ id }) => id);
}
