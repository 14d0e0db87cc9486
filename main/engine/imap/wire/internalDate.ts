const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATE_TIME =
  /^\s*(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ([+-])(\d{2})(\d{2}))?/;

/** `17-Jul-1996 02:44:25 -0700` (RFC 9051 section 9, date-time) in milliseconds since 1970; null for anything else. */
export function readInternalDate(text: string): number | null {
  const match = DATE_TIME.exec(text);
  if (match === null) return null;
  const month = MONTHS.indexOf((match[2] ?? '').toLowerCase());
  if (month < 0) return null;
  const number = (group: number): number => Number(match[group] ?? 0);
  const local = Date.UTC(number(3), month, number(1), number(4), number(5), number(6));
  const offset = (number(8) * 60 + number(9)) * 60_000;
  return match[7] === '-' ? local + offset : local - offset;
}
