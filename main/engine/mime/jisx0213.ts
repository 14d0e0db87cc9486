import iconv from 'iconv-lite';
import { plane1, plane2 } from './jisx0213Table.ts';

type Rows = typeof plane1;

const cellOf = (row: number, column: number): number => row * 128 + column;

function cellsOf(rows: Rows): ReadonlyMap<number, string> {
  return new Map(
    rows.flatMap(([row, from, text]) =>
      [...text.matchAll(/\{([^}]+)\}|[^{}]/gu)].map(([char, pair], index): [number, string] => [
        cellOf(row, from + index),
        pair ?? char,
      ]),
    ),
  );
}

/** Made when the first such character comes: few threads ever see one. */
let planes: readonly [ReadonlyMap<number, string>, ReadonlyMap<number, string>] | null = null;

/** A character of JIS X 0213 by plane, row and column (1 to 94); U+FFFD where there is none. */
export function jisx0213(plane: 1 | 2, row: number, column: number): string {
  planes ??= [cellsOf(plane1), cellsOf(plane2)];
  const own = planes[plane - 1]?.get(cellOf(row, column));
  if (own !== undefined) return own;
  const euc = Buffer.from([row + 0xa0, column + 0xa0]);
  return plane === 2 ? '\ufffd' : iconv.decode(euc, 'euc-jp');
}

/** Rows of plane 2; JIS X 0212 has the others, so that EUC can hold both behind one prefix. */
const isPlane2Row = (row: number): boolean => row >= 78 || [1, 3, 4, 5, 8, 12, 13, 14, 15].includes(row);

/** Decodes EUC-JIS-2004 (JIS X 0213 annex 3), which is EUC-JP wherever the two do not contradict. */
export function decodeEucJis2004(bytes: Buffer): string {
  return decodePairs(bytes, (at) => {
    const [lead = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
    if (lead === 0x8e) return { text: iconv.decode(bytes.subarray(at, at + 2), 'euc-jp'), length: 2 };
    const isThree = lead === 0x8f;
    const [row, column] = isThree ? [second - 0xa0, third - 0xa0] : [lead - 0xa0, second - 0xa0];
    const length = isThree ? 3 : 2;
    if (!isCell(row, column)) return { text: '\ufffd', length: 1 };
    if (!isThree) return { text: jisx0213(1, row, column), length };
    if (isPlane2Row(row)) return { text: jisx0213(2, row, column), length };
    return { text: iconv.decode(bytes.subarray(at, at + 3), 'euc-jp'), length };
  });
}

/** Decodes Shift_JIS-2004 (JIS X 0213 annex 1). */
export function decodeShiftJis2004(bytes: Buffer): string {
  return decodePairs(bytes, (at) => {
    const [lead = 0, trail = 0] = bytes.subarray(at, at + 2);
    if (lead >= 0xa1 && lead <= 0xdf) return { text: String.fromCharCode(0xff61 + lead - 0xa1), length: 1 };
    const half = (lead < 0xa0 ? lead - 0x81 : lead - 0xc1) * 2;
    const isOdd = trail < 0x9f;
    const column = isOdd ? trail - (trail > 0x7f ? 0x40 : 0x3f) : trail - 0x9e;
    const row = half + (isOdd ? 1 : 2);
    if (trail === 0x7f || !isCell(Math.min(row, 94), column)) return { text: '\ufffd', length: 1 };
    if (row <= 94) return { text: jisx0213(1, row, column), length: 2 };
    return { text: jisx0213(2, plane2Row(row), column), length: 2 };
  });
}

/** Plane 2 begins at lead byte 0xf0, its first rows out of order (JIS X 0213 annex 1). */
const plane2Row = (row: number): number => [1, 8, 3, 4, 5, 12, 13, 14, 15][row - 95] ?? row - 95 - 9 + 78;

const isCell = (row: number, column: number): boolean => row >= 1 && row <= 94 && column >= 1 && column <= 94;

function decodePairs(bytes: Buffer, read: (at: number) => { text: string; length: number }): string {
  let result = '';
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at] ?? 0;
    const { text, length } = byte < 0x80 ? { text: String.fromCharCode(byte), length: 1 } : read(at);
    result += text;
    at += length;
  }
  return result;
}
