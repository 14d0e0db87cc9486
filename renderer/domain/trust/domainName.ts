import { hasInvisible } from './hiddenCharacters.ts';
import { decodePunycode } from './punycode.ts';
import { mapLooks } from './skeleton.ts';
import { isAscii } from './isAscii.ts';

/** Why a domain name may fool the eye. */
export type DomainTrick =
  /** Letters of several scripts in one label, as no language writes them. */
  | 'mixedScripts'
  /** A label of another script in which every letter looks like a Latin one. */
  | 'wholeScriptLookalike'
  /** Characters no domain name holds: invisible ones, compatibility forms, slashes that are none. */
  | 'impossibleCharacters'
  /** `xn--` and then no Punycode, or Punycode of what no label may be. */
  | 'badPunycode';

export interface DomainReading {
  /** As it may be shown: Unicode when it cannot fool, else ASCII (`xn--…`); lower case. */
  readonly shown: string;
  readonly ascii: string;
  readonly unicode: string;
  readonly tricks: readonly DomainTrick[];
}

const MAX_LENGTH = 1000;
const SCRIPTS = [
  'Latin Cyrillic Greek Armenian Hebrew Arabic Syriac Thaana Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu',
  'Kannada Malayalam Sinhala Thai Lao Tibetan Myanmar Georgian Hangul Ethiopic Cherokee Canadian_Aboriginal Khmer',
  'Mongolian Hiragana Katakana Bopomofo Han Yi Coptic Lisu Vai Bamum Deseret Tifinagh Nko',
]
  .join(' ')
  .split(' ')
  .map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const);

/** Scripts that are written together (Unicode Technical Standard 39, section 5.2, "highly restrictive"). */
const TOGETHER: readonly (readonly string[])[] = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
];

/** Top-level names of the scripts whose letters look Latin: there a label in that script is at home. */
const HOME =
  /(?:^|\.)[^.]*[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}][^.]*$/u;

/** Reads a host name or the domain of a mail address as people would see it, and says what is wrong with that. */
export function readDomain(domain: string): DomainReading {
  const raw = domain.slice(0, MAX_LENGTH).replace(/[\u3002\uff0e\uff61]/gu, '.');
  const tricks = new Set<DomainTrick>();
  const unicode = raw
    .toLowerCase()
    .split('.')
    .map((label) => decodeLabel(label, tricks))
    .join('.');
  for (const label of unicode.split('.')) for (const trick of tricksOf(label, unicode)) tricks.add(trick);
  const ascii = toAscii(unicode) ?? unicode;
  return { shown: tricks.size === 0 ? unicode : showAscii(ascii), ascii, unicode, tricks: [...tricks] };
}

function decodeLabel(label: string, tricks: Set<DomainTrick>): string {
  if (!label.startsWith('xn--')) return label;
  const decoded = decodePunycode(label.slice(4));
  if (decoded !== null && !isAscii(decoded)) return decoded;
  tricks.add('badPunycode');
  return label;
}

function tricksOf(label: string, domain: string): DomainTrick[] {
  if (isAscii(label)) return [];
  const found: DomainTrick[] = [];
  if (!isPossible(label)) found.push('impossibleCharacters');
  const scripts = scriptsOf(label);
  const isTogether = TOGETHER.some((set) => [...scripts].every((script) => set.includes(script)));
  if (scripts.size > 1 && !isTogether) found.push('mixedScripts');
  if (!scripts.has('Latin') && !HOME.test(domain) && looksLatin(label)) found.push('wholeScriptLookalike');
  return found;
}

/** Letters, marks, digits and hyphens in their canonical form (RFC 5892), with the joiners of Indic and Arabic. */
function isPossible(label: string): boolean {
  const bare = label.replace(/[\u200c\u200d](?=[\p{Script=Arabic}\p{M}\p{Lo}])/gu, '');
  return (
    !hasInvisible(bare) &&
    /^[\p{L}\p{M}\p{N}\u00b7\u0375\u05f3\u05f4\u30fb\u0f0b-]*$/u.test(bare) &&
    !/^\p{M}/u.test(bare) &&
    bare.normalize('NFKC') === bare.normalize('NFC')
  );
}

function scriptsOf(label: string): Set<string> {
  const found = new Set<string>();
  for (const char of label)
    for (const [name, pattern] of SCRIPTS)
      if (pattern.test(char)) {
        found.add(name);
        break;
      }
  return found;
}

const looksLatin = (label: string): boolean => /[^\d-]/u.test(label) && /^[a-z\d-]+$/u.test(mapLooks(label));

function toAscii(unicode: string): string | null {
  const url = `http://${unicode}/`;
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/** What no URL parser takes is written out character by character: nothing of it may be seen as it looks. */
const showAscii = (text: string): string =>
  text.replace(/[^\u0021-\u007e]/gu, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);

/** Letters of several scripts inside one word, as no language writes them: `Раураl`. */
export function hasMixedWord(text: string): boolean {
  return text
    .slice(0, 2000)
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => {
      const scripts = scriptsOf(word);
      return (
        scripts.size > 1 && !TOGETHER.some((set) => [...scripts].every((script) => set.includes(script)))
      );
    });
}
