import iconv from 'iconv-lite';
import { cns11643 } from './cns11643.ts';
import { jisx0213 } from './jisx0213.ts';

/** A character set an escape sequence may choose: how its 7-bit bytes become bytes of an 8-bit charset. */
interface Shift {
  readonly charset: string;
  /** Bytes a character takes. */
  readonly width: 1 | 2;
  /** What goes before each character in the 8-bit charset (SS2, SS3). */
  readonly prefix?: number;
  /** For what no 8-bit charset of iconv-lite holds: a character by row and column (1 to 94). */
  readonly read?: (row: number, column: number) => string;
}

const ascii: Shift = { charset: 'ascii', width: 1 };
const jis208: Shift = { charset: 'euc-jp', width: 2 };
/** JIS X 0201: ASCII but for two characters. */
const roman: Shift = { charset: 'ascii', width: 1 };
const plane1: Shift = { charset: 'euc-jp', width: 2, read: (row, column) => jisx0213(1, row, column) };
const plane2: Shift = { charset: 'euc-jp', width: 2, read: (row, column) => jisx0213(2, row, column) };
const cns1: Shift = { charset: 'big5', width: 2, read: (row, column) => cns11643(1, row, column) };
const cns2: Shift = { charset: 'big5', width: 2, read: (row, column) => cns11643(2, row, column) };
const jis212: Shift = { charset: 'euc-jp', width: 2, prefix: 0x8f };
const kana: Shift = { charset: 'euc-jp', width: 1, prefix: 0x8e };
const latin1: Shift = { charset: 'iso-8859-1', width: 1 };
const greek: Shift = { charset: 'iso-8859-7', width: 1 };
const gb2312: Shift = { charset: 'gbk', width: 2 };
const ksc5601: Shift = { charset: 'cp949', width: 2 };

/** Escape sequences of ISO-2022-JP and its descendants (RFC 1468, 1554, JIS X 0213), of -KR (RFC 1557), -CN (RFC 1922). */
const escapes: Readonly<Record<string, Shift>> = {
  '(B': ascii,
  '(J': roman,
  '(H': roman,
  '(I': kana,
  '$@': jis208,
  $B: jis208,
  '$(@': jis208,
  '$(B': jis208,
  '$(O': plane1,
  '$(Q': plane1,
  '$(D': jis212,
  '$(P': plane2,
  $A: gb2312,
  '$(A': gb2312,
  '$(C': ksc5601,
};
/** What SO (0x0e) switches to once announced. */
const announced: Readonly<Record<string, Shift>> = { '$)C': ksc5601, '$)A': gb2312, '$)G': cns1 };
const second: Readonly<Record<string, Shift>> = { '.A': latin1, '.F': greek, '$*H': cns2 };

/**
 * Decodes the 7-bit charsets that iconv-lite lacks: ISO-2022-JP, -JP-1, -JP-2, -JP-3, CP50220–50222, JIS7, ISO-2022-KR
 * and ISO-2022-CN with two planes of CNS 11643. Escapes may mix.
 */
export function decodeIso2022(bytes: Buffer, family: 'jp' | 'kr' | 'cn'): string {
  let result = '';
  let shift = ascii;
  let shiftedOut: Shift = family === 'kr' ? ksc5601 : family === 'cn' ? gb2312 : kana;
  let g2 = latin1;
  let isOut = false;
  let from = 0;
  const flush = (to: number): void => {
    if (to > from) result += decodeRun(bytes.subarray(from, to), isOut ? shiftedOut : shift, family);
  };
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at];
    const skip = byte === 0x1b ? escapeLength(bytes, at, g2.width) : byte === 0x0e || byte === 0x0f ? 1 : 0;
    if (skip === 0) {
      // A line end brings every set back to ASCII (RFC 1468, 1557); text that forgot to escape stays readable.
      if (byte === 0x0a && (isOut || shift !== ascii)) {
        flush(at);
        from = at;
        isOut = false;
        shift = ascii;
      }
      at += 1;
      continue;
    }
    flush(at);
    const sequence = bytes.toString('latin1', at + 1, at + skip);
    if (byte === 0x0e) isOut = true;
    else if (byte === 0x0f) isOut = false;
    else if (sequence.startsWith('N')) result += decodeRun(bytes.subarray(at + 2, at + skip), g2, family);
    else if (announced[sequence] !== undefined) shiftedOut = announced[sequence];
    else if (second[sequence] !== undefined) g2 = second[sequence];
    else shift = escapes[sequence] ?? shift;
    at += skip;
    from = at;
  }
  flush(bytes.length);
  return result;
}

/** How long the escape sequence at `at` is; 0 when it is none we know. */
function escapeLength(bytes: Buffer, at: number, g2Width: number): number {
  if (bytes[at + 1] === 0x4e) return 2 + g2Width;
  for (const length of [3, 4]) {
    const sequence = bytes.toString('latin1', at + 1, at + length);
    if (sequence in escapes || sequence in announced || sequence in second) return length;
  }
  return 0;
}

function decodeRun(run: Buffer, set: Shift, family: 'jp' | 'kr' | 'cn'): string {
  if (set.charset === 'ascii') {
    if (!run.some((byte) => byte >= 0x80)) {
      const text = run.toString('latin1');
      return set === roman ? text.replace(/[\\~]/g, (char) => (char === '~' ? '\u203e' : '\u00a5')) : text;
    }
    // 8-bit bytes under a 7-bit label: the charset of the same language.
    return iconv.decode(run, family === 'jp' ? 'shift_jis' : family === 'kr' ? 'cp949' : 'gb18030');
  }
  if (set.read !== undefined) return decodePlane(run, set.read);
  const out: number[] = [];
  for (let at = 0; at < run.length; at += 1) {
    const byte = run[at] ?? 0;
    // Control characters and blanks are themselves in every set.
    if (byte <= 0x20) {
      out.push(byte);
      continue;
    }
    if (set.prefix !== undefined) out.push(set.prefix);
    out.push(byte | 0x80);
    if (set.width === 2 && at + 1 < run.length) out.push((run[(at += 1)] ?? 0) | 0x80);
  }
  return iconv.decode(Buffer.from(out), set.charset);
}

function decodePlane(run: Buffer, read: (row: number, column: number) => string): string {
  let result = '';
  for (let at = 0; at < run.length; at += 1) {
    const byte = run[at] ?? 0;
    if (byte <= 0x20) result += String.fromCharCode(byte);
    else result += read((byte & 0x7f) - 0x20, ((run[(at += 1)] ?? 0) & 0x7f) - 0x20);
  }
  return result;
}

/** HZ (RFC 1843): GB2312 between `~{` and `~}`, `~~` for a tilde, `~` before a line end joins lines. */
export function decodeHz(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .split(/(~\{[\s\S]*?(?:~\}|(?=\n)|$)|~~|~\r?\n)/)
    .map((piece, index) => {
      if (index % 2 === 0) return iconv.decode(Buffer.from(piece, 'latin1'), 'gb18030');
      if (piece === '~~') return '~';
      if (!piece.startsWith('~{')) return '';
      const inner = Buffer.from(piece.slice(2).replace(/~\}$/, ''), 'latin1');
      return decodeRun(inner, gb2312, 'cn');
    })
    .join('');
}
