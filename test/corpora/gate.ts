import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const shared = fileURLToPath(new URL('../../../shared/corpora/', import.meta.url));
const fixtures = fileURLToPath(new URL('../fixtures/hostile/', import.meta.url));

/** The path of a file of a corpus: beside the project, or of those the project holds itself; undefined without. */
export const corpusFile = (path: string): string | undefined =>
  [join(shared, path), join(fixtures, path)].find((file) => existsSync(file));

export function readRows<Row>(path: string): readonly Row[] {
  const file = corpusFile(path);
  if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8')) as Row[];
  console.log(`SKIPPED: ${path} is not there (${shared})`);
  return [];
}

/** One case of a gate; `isControl` marks mail that is honest, where a warning is a false alarm. */
export interface CaseResult {
  readonly id: string;
  readonly isRight: boolean;
  readonly isControl?: boolean;
  readonly want: unknown;
  readonly got: unknown;
}

export interface GateFigures {
  readonly cases: number;
  readonly right: number;
  readonly share: number;
  readonly falseAlarms: number;
}

export function figuresOf(results: readonly CaseResult[]): GateFigures {
  const right = results.filter(({ isRight }) => isRight).length;
  return {
    cases: results.length,
    right,
    share: results.length === 0 ? 1 : right / results.length,
    falseAlarms: results.filter(({ isControl, isRight }) => isControl === true && !isRight).length,
  };
}

/**
 * Leaves AREA.txt, AREA.json and AREA.misses.txt where `npm run test:corpora` asks for them; else prints the table.
 * `tables`: the results per corpus of this area.
 */
export function reportGate(
  area: string,
  tables: Readonly<Record<string, readonly CaseResult[]>>,
): GateFigures {
  const all = figuresOf(Object.values(tables).flat());
  const line = (name: string, { cases, right, share, falseAlarms }: GateFigures): string =>
    `${name.padEnd(36)}${String(right).padStart(6)} of ${String(cases).padStart(5)}${(share * 100).toFixed(1).padStart(8)} %${String(falseAlarms).padStart(6)} false alarms`;
  const table = [
    area,
    ...Object.entries(tables).map(([name, results]) => line(name, figuresOf(results))),
    line('all', all),
  ].join('\n');
  const misses = Object.entries(tables).flatMap(([name, results]) =>
    results
      .filter(({ isRight }) => !isRight)
      .map(
        ({ id, want, got }) =>
          `MISS ${name} ${id}\n  want ${JSON.stringify(want)}\n  got  ${JSON.stringify(got)}`,
      ),
  );
  const folder = process.env['NARU_CORPORA_RESULTS'];
  if (folder === undefined) console.log([table, ...misses].join('\n'));
  else {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${area}.json`), JSON.stringify({ [area]: all }));
    writeFileSync(join(folder, `${area}.txt`), `${table}\n`);
    writeFileSync(join(folder, `${area}.misses.txt`), `${misses.join('\n')}\n`);
  }
  return all;
}
