import type { EpochMs } from '../../preload/contract/index.ts';
import type { Language } from './Language.ts';

/** Dates, sizes and counts as people of one language write them. */
export interface Formats {
  /** Short, for lists: the time today, `Yesterday`, a weekday within six days, a day this year, else the date. */
  listDate(at: EpochMs, now: EpochMs): string;
  /** Complete, for a message's head: weekday, date and time. */
  fullDate(at: EpochMs): string;
  /** Hours and minutes. */
  time(at: EpochMs): string;
  /** Bytes in powers of 1000: `1.4 MB`. */
  size(bytes: number): string;
  number(value: number): string;
}

const DAY_MS = 86_400_000;

/** Makes the formatters once per language; `timeZone` is for tests, the system's is used else. */
export function createFormats(language: Language, timeZone?: string): Formats {
  const zone = timeZone === undefined ? {} : { timeZone };
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', ...zone });
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', ...zone });
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', ...zone });
  const date = new Intl.DateTimeFormat(language, {
    year: '2-digit',
    month: 'numeric',
    day: 'numeric',
    ...zone,
  });
  const full = new Intl.DateTimeFormat(language, {
    weekday: 'short',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...zone,
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...zone,
  });
  const number = new Intl.NumberFormat(language);
  const decimal = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  /** Calendar day as days since 1970: differences are whole days whatever the hour or summer time. */
  const dayNumber = (at: EpochMs): number => Math.floor(Date.parse(parts.format(at)) / DAY_MS);

  return {
    listDate(at, now) {
      const daysAgo = dayNumber(now) - dayNumber(at);
      if (daysAgo === 0) return time.format(at);
      if (daysAgo === 1) return capitalise(relative.format(-1, 'day'), language);
      if (daysAgo > 1 && daysAgo < 7) return weekday.format(at);
      if (parts.format(at).slice(0, 4) === parts.format(now).slice(0, 4)) return day.format(at);
      return date.format(at);
    },
    fullDate: (at) => full.format(at),
    time: (at) => time.format(at),
    size(bytes) {
      if (bytes < 1000) return `${number.format(bytes)} B`;
      if (bytes < 1_000_000) return `${number.format(Math.round(bytes / 1000))} KB`;
      if (bytes < 1_000_000_000) return `${decimal.format(bytes / 1_000_000)} MB`;
      return `${decimal.format(bytes / 1_000_000_000)} GB`;
    },
    number: (value) => number.format(value),
  };
}

function capitalise(word: string, language: Language): string {
  return word.charAt(0).toLocaleUpperCase(language) + word.slice(1);
}
