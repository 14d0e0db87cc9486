/** Inclusive ranges; `*` is Infinity until it is resolved against a mailbox (RFC 3501 section 9, sequence-set). */
export type SequenceSet = readonly (readonly [from: number, to: number])[];

const MAX_NUMBER = 0xffffffff;
const MAX_RANGES = 20_000;

const parseNumber = (text: string): number | undefined => {
  if (text === '*') return Infinity;
  if (!/^[1-9]\d{0,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value <= MAX_NUMBER ? value : undefined;
};

/** `1:3,7,9:*`, or undefined where the text is no set. */
export const parseSequenceSet = (text: string): SequenceSet | undefined => {
  const ranges: (readonly [number, number])[] = [];
  for (const item of text.split(',')) {
    const [first, second, ...more] = item.split(':');
    const from = parseNumber(first ?? '');
    const to = second === undefined ? from : parseNumber(second);
    if (from === undefined || to === undefined || more.length > 0 || ranges.length >= MAX_RANGES)
      return undefined;
    ranges.push([from, to]);
  }
  return ranges;
};

/** A test for membership, with `*` meaning `largest`. A range may be written backwards; `n:*` always holds `largest`. */
export const sequenceMatcher = (set: SequenceSet, largest: number): ((value: number) => boolean) => {
  const ranges = set.map(([a, b]) => {
    const from = a === Infinity ? largest : a;
    const to = b === Infinity ? largest : b;
    return from <= to ? ([from, to] as const) : ([to, from] as const);
  });
  return (value) => ranges.some(([from, to]) => from <= value && value <= to);
};

/** The shortest text for some numbers, given ascending: `1:3,7`. Empty for none. */
export const formatSequenceSet = (numbers: readonly number[]): string => {
  const ranges: { from: number; to: number }[] = [];
  for (const value of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to + 1 === value) last.to = value;
    else ranges.push({ from: value, to: value });
  }
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}:${to}`)).join(',');
};
