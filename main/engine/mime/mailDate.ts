const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Obsolete zones in minutes (RFC 5322 section 4.3); a letter or an unknown word means UTC. */
const zones: Readonly<Record<string, number>> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

/**
 * A Date field in milliseconds since 1970 (RFC 5322 sections 3.3 and 4.3): comments, two-digit years, named zones,
 * missing seconds, words in another order (asctime, ISO 8601). Null when it names no date: nothing is made up.
 */
export function parseMailDate(field: string): number | null {
  if (field === '') return null;
  const usual = readUsual(field);
  if (usual !== null) return usual;
  const text = field
    .slice(0, 500)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/^[\s,]*[A-Za-z]{3,9}(?:\s*,|\.,?)?\s+(?=\S)/, (day) => (monthOf(day) < 0 ? '' : day))
    .replace(/\s+/g, ' ')
    .trim();
  return readDayFirst(text) ?? readMonthFirst(text) ?? readIso(text);
}

const USUAL =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/;

/** As nearly all mail has it; the same as below, at a tenth of the time. */
function readUsual(field: string): number | null {
  const match = field.length > 40 ? null : USUAL.exec(field);
  const month = monthOf(match?.[2]);
  if (match === null || month < 0) return null;
  const [day, hour, minute, second] = [
    Number(match[1]),
    Number(match[4]),
    Number(match[5]),
    Number(match[6]),
  ];
  const year = Number(match[3]);
  if (year < 1000 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const offset = (Number(match[8]) * 60 + Number(match[9])) * 60_000;
  return Date.UTC(year, month, day, hour, minute, second) - (match[7] === '-' ? -offset : offset);
}

/** `21 Nov 2026 10:00:00 +0900`, also with `-` or `.` between. */
function readDayFirst(text: string): number | null {
  const match = /^(\d{1,2})[ .-]+([A-Za-z]{3,9})[ .,-]+(\d{2,4})[ ,]*(.*)$/.exec(text);
  return match === null ? null : build(match[3], monthOf(match[2]), match[1], match[4]);
}

/** `Nov 21 10:00:00 2026 +0900`, `Nov 21, 2026 10:00`. */
function readMonthFirst(text: string): number | null {
  const late =
    /^([A-Za-z]{3,9})\.? +(\d{1,2}),? +(\d{1,2}:\d{2}(?::\d{2})?) +(?:([A-Za-z]{1,5}) +)?(\d{4})(.*)$/.exec(
      text,
    );
  if (late !== null)
    return build(late[5], monthOf(late[1]), late[2], `${late[3]} ${late[6]?.trim() || (late[4] ?? '')}`);
  const early = /^([A-Za-z]{3,9})\.? +(\d{1,2}),? +(\d{4}),? *(.*)$/.exec(text);
  return early === null ? null : build(early[3], monthOf(early[1]), early[2], early[4]);
}

function readIso(text: string): number | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(.*))?$/.exec(text);
  return match === null ? null : build(match[1], Number(match[2]) - 1, match[3], match[4]);
}

const monthOf = (word = ''): number => months.indexOf(word.trim().slice(0, 3).toLowerCase());

function build(yearText = '', month: number, dayText = '', clock = ''): number | null {
  const time =
    /^(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?(?:\.\d+)?(?: ?([ap]m)\b)?(?=$|[\s+,-]|[a-z])\s*(.*)$/i.exec(
      clock.trim(),
    );
  if (clock.trim() !== '' && time === null) return null;
  const [hour, minute, second] = [Number(time?.[1] ?? 0), Number(time?.[2] ?? 0), Number(time?.[3] ?? 0)];
  const noon = time?.[4]?.toLowerCase();
  const hour24 = noon === undefined ? hour : (hour % 12) + (noon === 'pm' ? 12 : 0);
  const [year, day] = [fullYear(yearText), Number(dayText)];
  if (month < 0 || month > 11 || day < 1 || day > 31 || hour24 > 24 || minute > 59 || second > 60)
    return null;
  const local = Date.UTC(2000, month, day, hour24, minute, Math.min(second, 59));
  const date = new Date(local);
  date.setUTCFullYear(year, month, day);
  return date.getTime() - offsetMinutes(time?.[5] ?? '') * 60_000;
}

/** Two digits are 1950–2049, three count from 1900 (RFC 5322 section 4.3). */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length >= 4) return year;
  return text.length === 3 || year >= 50 ? year + 1900 : year + 2000;
}

function offsetMinutes(text: string): number {
  const match = /(?:^|[^\d])([+-])(\d{1,2}):?(\d{2})?/.exec(text);
  if (match !== null) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
    return match[1] === '-' ? -minutes : minutes;
  }
  const word = /[A-Za-z]+/.exec(text)?.[0].toLowerCase() ?? '';
  return Object.hasOwn(zones, word) ? (zones[word] ?? 0) : 0;
}
