import { oneLine, withoutInvisible } from './hiddenCharacters.ts';

export type FilePlatform = 'linux' | 'darwin' | 'win32' | 'other';

/** Names of devices on Windows, with any extension; the superscript digits count there too. */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])\s*(?:\.|$)/iu;
/** What no file system of Windows takes, plus the separators of every system and of old Mac names. */
const FORBIDDEN_ANYWHERE = /[/\\:]/gu;
const FORBIDDEN_ON_WINDOWS = /[*?"<>|]/gu;
/** ext4, APFS and NTFS take 255 (bytes or UTF-16 units); some room is left for ` (12)` and `.part`. */
const MAX_BYTES = 240;
const MAX_EXTENSION = 32;

/**
 * A name that any file system takes, that stays in the folder it is saved to and that no eye is fooled by: the last
 * part of a path, one line, without controls, direction marks or invisible characters, no leading dot, no trailing dot
 * or blank, no device name of Windows, at most 240 bytes of UTF-8 with the extension kept. Percent signs and entities
 * are no code here and stay. `fallback` is used when nothing is left.
 */
export function safeFileName(name: string, fallback: string, platform: FilePlatform = 'win32'): string {
  // Composed, so that a name typed by hand finds it; compatibility forms (a full-width dot) stay what they are.
  const base = lastPart(name.slice(0, 4000).normalize('NFC'));
  const line = oneLine(withoutInvisible(base.replace(/[^\P{Cc}\s]/gu, '')), 4000);
  const forbidden =
    platform === 'win32' ? line.replace(FORBIDDEN_ON_WINDOWS, '_') : line.replace(/["<>|]/gu, '_');
  const trimmed = forbidden.replace(FORBIDDEN_ANYWHERE, '_').replace(/^[. ]+|[. ]+$/gu, '');
  if (/^[_ ]*$/u.test(trimmed)) return fallback;
  return shorten(RESERVED.test(trimmed) ? `_${trimmed}` : trimmed);
}

/** What follows the last separator that has something after it; a drive letter alone is none. */
function lastPart(name: string): string {
  const parts = name.split(/[/\\]/u).map((part) => part.replace(/^[A-Za-z]:/u, ''));
  return parts.findLast((part) => /[^.\s\p{Cc}\p{Cf}]/u.test(part)) ?? '';
}

/** The part after the last dot, with it; empty for a name that has none or an absurdly long one. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  const extension = dot < 0 ? '' : name.slice(dot);
  return extension.length > MAX_EXTENSION || /\s/u.test(extension) ? '' : extension;
}

function shorten(name: string): string {
  const encoder = new TextEncoder();
  if (encoder.encode(name).length <= MAX_BYTES) return name;
  const extension = extensionOf(name);
  let room = MAX_BYTES - encoder.encode(extension).length;
  let kept = '';
  // Grapheme by grapheme: a name is cut between characters, never inside one.
  for (const { segment } of new Intl.Segmenter().segment(name.slice(0, name.length - extension.length))) {
    room -= encoder.encode(segment).length;
    if (room < 0) break;
    kept += segment;
  }
  return kept.replace(/[. ]+$/u, '') + extension;
}
