import type { Logger, LogLevel } from '../ports.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLevel[];
const secretName = /pass|secret|token|authori[sz]ation|cookie|credential/i;
const MAX_LINE_LENGTH = 16_384;

/** Lowest level that is written, by scope; `*` stands for all others. */
export type LogFilter = ReadonlyMap<string, LogLevel>;

/**
 * Reads `imap:debug,rpc:info` or `*:debug` or just `debug`. A scope covers those below it (`imap` covers
 * `imap.pool`). Throws a plain Error naming the piece it cannot read.
 */
export function parseLogFilter(text: string): LogFilter {
  const filter = new Map<string, LogLevel>([['*', 'warn']]);
  for (const piece of text.split(',').filter((part) => part !== '')) {
    const [first = '', second] = piece.split(':');
    const [scope, name] = second === undefined ? ['*', first] : [first, second];
    const level = levels.find((candidate) => candidate === name);
    if (level === undefined) throw new Error(`--log: "${piece}" is not scope:level (${levels.join(', ')})`);
    filter.set(scope, level);
  }
  return filter;
}

/**
 * JSON lines `{ time, level, scope, message, ...fields }`, each at most 16 KB. Fields whose name says that they are
 * secret are blanked: a second line of defence, callers must not pass any.
 */
export function createLogger(
  filter: LogFilter,
  write: (line: string) => void,
  now: () => number = Date.now,
): Logger {
  return {
    log: (level, scope, message, fields = {}) => {
      if (levels.indexOf(level) < levels.indexOf(lowestLevel(filter, scope))) return;
      const safe = Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, secretName.test(name) ? '[redacted]' : value]),
      );
      const time = new Date(now()).toISOString();
      write(`${stringify({ ...safe, time, level, scope, message }).slice(0, MAX_LINE_LENGTH)}\n`);
    },
  };
}

function lowestLevel(filter: LogFilter, scope: string): LogLevel {
  for (let name = scope; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const level = filter.get(name);
    if (level !== undefined) return level;
  }
  return filter.get('*') ?? 'warn';
}

/** Logging never fails a caller: what JSON cannot hold is named instead. */
function stringify(entry: Record<string, unknown>): string {
  try {
    return JSON.stringify(entry, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value instanceof Error ? value.stack : value,
    );
  } catch (error) {
    return JSON.stringify({
      time: entry['time'],
      level: entry['level'],
      scope: entry['scope'],
      message: entry['message'],
      unloggable: String(error),
    });
  }
}
