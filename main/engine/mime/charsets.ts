import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { CharsetUse } from '../../../preload/contract/index.ts';
import { resolveCharset } from './charsetLabels.ts';
import { guessCharset, guessEastAsian } from './guessCharset.ts';
import { decodeEucTw } from './cns11643.ts';
import { decodeHz, decodeIso2022 } from './iso2022.ts';
import { composeHangul, decodeJohab } from './johab.ts';
import { decodeEucJis2004, decodeShiftJis2004 } from './jisx0213.ts';

/** What is known, beside labels, of how a message's bytes are to be read. Labels are as senders write them. */
export interface Reading {
  /** The person's choice: it stands above every label. Empty for none. */
  readonly chosen: string;
  /** Languages that mail here is likely written in, likeliest first (BCP 47). */
  readonly languages: readonly string[];
  /** A label from elsewhere in the same message, for bytes that have none. Empty for none. */
  readonly likely: string;
}

export const noReading: Reading = { chosen: '', languages: [], likely: '' };

export interface DecodedText extends Pick<CharsetUse, 'source'> {
  readonly text: string;
  /** As `resolveCharset` names it. */
  readonly charset: string;
}

/** The text alone of `readBytes`. */
export const decodeText = (bytes: Buffer, label: string, reading = noReading): string =>
  readBytes(bytes, label, reading).text;

/**
 * Text from bytes by a label that may be missing or wrong. A known charset is believed, except UTF-8, ASCII and Latin-1
 * that the bytes contradict: those are guessed from the bytes, `likely` being asked first. Never throws.
 */
export function readBytes(bytes: Buffer, label: string, reading = noReading): DecodedText {
  const chosen = resolveCharset(reading.chosen);
  if (chosen !== '') return { text: decodeAs(bytes, chosen), charset: chosen, source: 'chosen' };
  const charset = resolveCharset(label);
  if (charset === '' || charset === 'utf-8') return readUnsure(bytes, charset, reading);
  const decoded: DecodedText = { text: decodeAs(bytes, charset), charset, source: 'label' };
  if (isUtf8Text(bytes, decoded.text)) return guess(bytes, 'utf-8');
  // What programs write that do not know: the bytes may be plainer than the label.
  const foreign = charset === 'windows-1252' ? guessEastAsian(bytes, reading.languages) : null;
  return foreign === null ? decoded : guess(bytes, foreign);
}

const guess = (bytes: Buffer, charset: string): DecodedText => ({
  text: decodeAs(bytes, charset),
  charset,
  source: 'guess',
});

/** Bytes in a charset `resolveCharset` gave. */
function decodeAs(bytes: Buffer, charset: string): string {
  switch (charset) {
    case 'iso-2022-jp':
      return decodeIso2022(bytes, 'jp');
    case 'iso-2022-kr':
      return composeHangul(decodeIso2022(bytes, 'kr'));
    case 'iso-2022-cn':
      return decodeIso2022(bytes, 'cn');
    case 'hz':
      return decodeHz(bytes);
    case 'johab':
      return decodeJohab(bytes);
    case 'euc-jis-2004':
      return decodeEucJis2004(bytes);
    case 'shift_jis-2004':
      return decodeShiftJis2004(bytes);
    case 'euc-tw':
      return decodeEucTw(bytes);
    case 'gb18030':
      return standardGb(iconv.decode(bytes, charset));
    case 'cp949':
      return composeHangul(iconv.decode(bytes, charset));
    default:
      return iconv.decode(bytes, charset);
  }
}

/** A character that the standard of 2000 and that of 2005 have in each other's place: one of them is nobody's. */
const standardGb = (text: string): string => text.replaceAll('\ue7c7', '\u1e3f');

const families = { jp: 'iso-2022-jp', kr: 'iso-2022-kr', cn: 'iso-2022-cn' } as const;

function readUnsure(bytes: Buffer, charset: string, { likely, languages }: Reading): DecodedText {
  const meant = resolveCharset(likely);
  const family = escapedFamily(bytes);
  if (family !== null) return guess(bytes, families[family]);
  // A field that shifts out without an escape has announced it somewhere else: in the body.
  if (bytes.includes(0x0e) && meant.startsWith('iso-2022-')) return guess(bytes, meant);
  if (isHz(bytes)) return guess(bytes, 'hz');
  const isWhole = isUtf8(bytes);
  const utf8: DecodedText = {
    // The platform's own decoder where it says the same: this is most text there is.
    text: isWhole ? bytes.toString('utf8').replace(/^\ufeff/, '') : iconv.decode(bytes, 'utf-8'),
    charset: 'utf-8',
    source: charset === 'utf-8' ? 'label' : 'guess',
  };
  if (isWhole) return utf8;
  const broken = countOf(utf8.text, '\ufffd');
  // A few torn characters in what is otherwise UTF-8 are no reason to read all of it as something else.
  const isMeant = charset === 'utf-8' || meant === 'utf-8';
  if (isMeant && utf8.text.replace(/[\0-\x7f\ufffd]/g, '').length >= broken) return utf8;
  // Windows-1252 is what programs say that say nothing; it fits all bytes.
  if (!['', 'utf-8', 'windows-1252'].includes(meant)) {
    const decoded = guess(bytes, meant);
    if (!decoded.text.includes('\ufffd')) return decoded;
  }
  return guess(bytes, guessCharset(bytes, languages));
}

/** ISO-2022 text gives itself away by its escapes. */
function escapedFamily(bytes: Buffer): 'jp' | 'kr' | 'cn' | null {
  if (!bytes.includes(0x1b)) return null;
  const text = bytes.toString('latin1', 0, 100_000);
  if (text.includes('\x1b$)C')) return 'kr';
  // eslint-disable-next-line no-control-regex -- ESC begins each escape
  if (/\x1b\$(\)[AG]|\*H)/.test(text)) return 'cn';
  // eslint-disable-next-line no-control-regex -- ESC begins each escape
  return /\x1b(\$[@B]|\$\([DOPQ]|\([IJ])/.test(text) ? 'jp' : null;
}

/** HZ escapes around pairs of GB2312: nobody writes that by accident. */
function isHz(bytes: Buffer): boolean {
  if (!bytes.includes('~{') || bytes.some((byte) => byte >= 0x80)) return false;
  return /~\{(?:[\x21-\x77][\x21-\x7e]){1,1000}~\}/.test(bytes.toString('latin1', 0, 100_000));
}

/**
 * UTF-8 under another label. In a charset of one byte to a character a few such sequences never happen by accident; in
 * one of two they might, so that there must be more of them, or the label must make the text unreadable.
 */
function isUtf8Text(bytes: Buffer, asLabelled: string): boolean {
  if (!bytes.some((byte) => byte >= 0x80) || !isUtf8(bytes)) return false;
  let [high, long] = [0, 0];
  for (const byte of bytes) {
    if (byte >= 0x80) high += 1;
    if (byte >= 0xe0) long += 1;
  }
  if (high < 6) return false;
  const isOneToOne = asLabelled.length === bytes.length;
  return isOneToOne || (long * 6 >= high && long >= (asLabelled.includes('\ufffd') ? 2 : 4));
}

function countOf(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count += 1;
  return count;
}
