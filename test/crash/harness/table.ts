import { faultNames, operationNames, type JobResult } from './jobs.ts';

export interface Totals {
  readonly runs: number;
  readonly kills: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly breaks: number;
}

export function totals(results: readonly JobResult[]): Totals {
  const breaks = results.flatMap((result) => result.breaks);
  return {
    runs: sum(results.map(({ runs }) => runs)),
    kills: sum(results.map(({ kills }) => kills)),
    lost: breaks.filter(({ kind }) => kind === 'lost').length,
    duplicated: breaks.filter(({ kind }) => kind === 'duplicated').length,
    breaks: breaks.length,
  };
}

/** Operation × fault × runs × breaks, then which disk steps a kill fell on. */
export function printTable(results: readonly JobResult[]): string {
  const rows = operationNames.flatMap((operation) =>
    faultNames.flatMap((fault) => {
      const found = results.filter((result) => result.operation === operation && result.fault === fault);
      return found.length === 0 ? [] : [row(operation, fault, totals(found))];
    }),
  );
  return [
    row('operation', 'fault', null),
    ...rows,
    row('all', '', totals(results)),
    '',
    ...stepLines(results),
  ].join('\n');
}

function stepLines(results: readonly JobResult[]): string[] {
  return operationNames.flatMap((operation) => {
    const kills = new Map<string, number>();
    for (const result of results)
      if (result.operation === operation)
        for (const [name, step] of Object.entries(result.steps))
          kills.set(name, (kills.get(name) ?? 0) + step.kills);
    const missed = [...kills].filter(([, count]) => count === 0).map(([name]) => name);
    if (kills.size === 0) return [];
    return [
      `${operation}: faults at ${kills.size - missed.length} of ${kills.size} kinds of disk step${missed.length === 0 ? '' : `, none at ${missed.join(', ')}`}`,
    ];
  });
}

function row(operation: string, fault: string, all: Totals | null): string {
  const cells =
    all === null
      ? ['runs', 'kills', 'lost', 'twice', 'breaks']
      : [all.runs, all.kills, all.lost, all.duplicated, all.breaks];
  return `${operation.padEnd(32)}${fault.padEnd(22)}${cells.map((cell) => String(cell).padStart(8)).join('')}`;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
