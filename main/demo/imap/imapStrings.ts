import { encodeModifiedUtf7 } from '../mailbox/modifiedUtf7.ts';

/*
 * Responses are byte strings: every char is one byte (latin1), so that a literal can stand inline.
 */

const QUOTABLE = /^[\x20-\x7e]{0,1000}$/;

/** A quoted string, or a literal where bytes do not fit into one (RFC 3501 section 4.3). */
export const formatString = (bytes: string): string =>
  QUOTABLE.test(bytes) ? `"${bytes.replace(/["\\]/g, '\\$&')}"` : `{${bytes.length}}\r\n${bytes}`;

export const formatNstring = (bytes: string | undefined | null): string =>
  bytes === undefined || bytes === null ? 'NIL' : formatString(bytes);

/** A mailbox name in its wire form, always quoted. */
export const formatMailboxName = (name: string): string => formatString(encodeModifiedUtf7(name));

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** An INTERNALDATE in UTC, quoted (RFC 3501 section 9, date-time). */
export const formatInternalDate = (atMs: number): string => {
  const date = new Date(atMs);
  const day = String(date.getUTCDate()).padStart(2, ' ');
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `"${day}-${MONTHS[date.getUTCMonth()] ?? ''}-${date.getUTCFullYear()} ${time} +0000"`;
};

const DATE_TIME = /^\s?(\d{1,2})-([A-Za-z]{3})-(\d{4})(?: (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d))?$/;

/** A date-time, or a SEARCH date as its midnight in UTC; undefined where the text is neither. */
export const parseImapDate = (text: string): number | undefined => {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const month = MONTHS.findIndex((name) => name.toLowerCase() === match[2]?.toLowerCase());
  if (month === -1) return undefined;
  const at = (index: number): number => Number(match[index] ?? 0);
  const zoneMinutes = (at(8) * 60 + at(9)) * (match[7] === '-' ? -1 : 1);
  return Date.UTC(at(3), month, at(1), at(4), at(5), at(6)) - zoneMinutes * 60_000;
};
