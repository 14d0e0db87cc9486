export interface AvatarFace {
  /** One or two letters; for Korean names the given name's two syllables would be long: one syllable. */
  readonly initials: string;
  /** Degrees on the colour wheel, stable for the key. */
  readonly hue: number;
}

const HANGUL_OR_HAN = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/u;

/**
 * What stands in for a picture of a person: initials of the name (or of the address when there is no name) and
 * a hue that depends on the address alone, so that one person keeps one colour under many names.
 */
export function avatarFace(name: string, address: string): AvatarFace {
  const source = name.trim() === '' ? address : name;
  const words = source
    .replace(/["'()<>[\]]/gu, ' ')
    .split(/[\s._@-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = firstLetter(words[0]);
  const isOneGlyphScript = HANGUL_OR_HAN.test(first);
  const second = isOneGlyphScript || words.length < 2 || name.trim() === '' ? '' : firstLetter(words.at(-1));
  return { initials: (first + second).toLocaleUpperCase(), hue: hueOf(address === '' ? source : address) };
}

function firstLetter(word: string | undefined): string {
  return word?.match(/[\p{L}\p{N}]/u)?.[0] ?? '';
}

/** FNV-1a, then one of 24 hues: neighbours stay distinguishable. */
function hueOf(key: string): number {
  let hash = 0x811c9dc5;
  for (const character of key.toLowerCase())
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 0) % 24) * 15;
}
