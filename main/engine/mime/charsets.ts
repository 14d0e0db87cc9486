import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { CharsetUse } from '../../../preload/contract/index.ts';
import { resolveCharset } from './charsetLabels.ts';
import { guessCharset } from './guessCharset.ts';
import { decodeHz, decodeIso2022 } from './iso2022.ts';
import { decodeJohab } from './johab.ts';

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
  if (charset === 'windows-1252' && isUtf8Text(bytes))
    return { text: iconv.decode(bytes, 'utf-8'), charset: 'utf-8', source: 'guess' };
  return { text: decodeAs(bytes, charset), charset, source: 'label' };
}

/** Bytes in a charset `resolveCharset` gave. */
function decodeAs(bytes: Buffer, charset: string): string {
  switch (charset) {
    case 'iso-2022-jp':
      return decodeIso2022(bytes, 'jp');
    case 'iso-2022-kr':
      return decodeIso2022(bytes, 'kr');
    case 'iso-2022-cn':
      return decodeIso2022(bytes, 'cn');
    case 'hz':
      return decodeHz(bytes);
    case 'johab':
      return decodeJohab(bytes);
    default:
      return iconv.decode(bytes, charset);
  }
}

const families = { jp: 'iso-2022-jp', kr: 'iso-2022-kr', cn: 'iso-2022-cn' } as const;

function readUnsure(bytes: Buffer, charset: string, { likely, languages }: Reading): DecodedText {
  const guessed = (name: string): DecodedText => ({
    text: decodeAs(bytes, name),
    charset: name,
    source: 'guess',
  });
  const family = escapedFamily(bytes);
  if (family !== null) return guessed(families[family]);
  const utf8: DecodedText = {
    text: iconv.decode(bytes, 'utf-8'),
    charset: 'utf-8',
    source: charset === 'utf-8' ? 'label' : 'guess',
  };
  if (isUtf8(bytes)) return utf8;
  const broken = countOf(utf8.text, '\ufffd');
  // A few torn characters in what is otherwise UTF-8 are no reason to read all of it as something else.
  const meant = resolveCharset(likely);
  const isMeant = charset === 'utf-8' || meant === 'utf-8';
  if (isMeant && utf8.text.replace(/[\0-\x7f\ufffd]/g, '').length >= broken) return utf8;
  // Windows-1252 is what programs say that say nothing; it fits all bytes.
  if (!['', 'utf-8', 'windows-1252'].includes(meant)) {
    const decoded = guessed(meant);
    if (!decoded.text.includes('\ufffd')) return decoded;
  }
  return guessed(guessCharset(bytes, languages));
}

/** ISO-2022 text gives itself away by its escapes. */
function escapedFamily(bytes: Buffer): 'jp' | 'kr' | 'cn' | null {
  if (!bytes.includes(0x1b)) return null;
  const text = bytes.toString('latin1', 0, 100_000);
  if (text.includes('\x1b$)C')) return 'kr';
  if (text.includes('\x1b$)A')) return 'cn';
  // eslint-disable-next-line no-control-regex -- ESC begins each escape
  return /\x1b(\$[@B]|\$\([DOPQ]|\([IJ])/.test(text) ? 'jp' : null;
}

/** Latin-1 by label, UTF-8 by its bytes: several such sequences never happen by accident. */
function isUtf8Text(bytes: Buffer): boolean {
  let high = 0;
  for (const byte of bytes) if (byte >= 0x80 && (high += 1) >= 6) break;
  return high >= 6 && isUtf8(bytes);
}

function countOf(text: string, char: string): number {
  let count = 0;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) count += 1;
  return count;
}
