import { withoutInvisible } from './hiddenCharacters.ts';
import { isAscii } from './isAscii.ts';

/** Endings that are read as a domain in running text; others need `www.`, a scheme or a path to be taken for one. */
const COMMON_TOPS = new Set(
  (
    'com net org edu gov mil int info biz name pro mobi asia travel jobs museum aero coop app dev page blog shop store ' +
    'online site website web space tech cloud live life world news media email mail link click top xyz club vip win bid ' +
    'loan icu buzz fun games agency digital design studio systems solutions services support help team group company ' +
    'bank finance financial money cash credit insurance trade market capital pay secure health care global center ' +
    'network software academy school university education social chat community today zone works work rocks test ' +
    'example invalid local localhost internal lan home corp arpa onion'
  ).split(' '),
);

/** Endings that are files far more often than countries. */
const FILE_ENDINGS = new Set('ai ps md rs py pl sh so js ts cc cs hs ml mk tf vb pm do'.split(' '));

const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}_-]{0,61}[\\p{L}\\p{N}\\p{M}])?';
const TOKEN = new RegExp(
  `^(?<scheme>(?:https?|ftp)://+)?(?<user>[^\\s/@]*@)?(?<host>(?:${LABEL}\\.)+${LABEL})\\.?(?::\\d{1,5})?(?<rest>[/?#].*)?$`,
  'iu',
);
const MAX_TEXT = 2000;
const MAX_TOKENS = 60;

/**
 * The host names a link's text seems to promise, lower case: `https://bank.test/x`, `www.bank.test`, `bank.test`.
 * Invisible characters and full-width forms are undone first, and text turned round by an override is read the way it
 * appears. Versions, file names and abbreviations are none.
 */
export function hostsInText(text: string): readonly string[] {
  const hosts = new Set<string>();
  const cut = text.slice(0, MAX_TEXT);
  const turned = /[\u202e\u2067]([^\u202c\u2069]*)/u.exec(cut)?.[1];
  const readings = turned === undefined ? [cut] : [cut, [...turned].reverse().join('')];
  for (const reading of readings) {
    const plain = withoutInvisible(reading)
      .normalize('NFKC')
      .replace(/[\u3002\u2024]/gu, '.')
      .replace(/[\u2044\u2215]/gu, '/');
    for (const word of plain.split(/[\s<>"'`()[\]{}|,;*«»“”‘’]+/u).slice(0, MAX_TOKENS)) {
      const host = hostOf(word.replace(/[.!?:…]+$/u, ''));
      if (host !== null) hosts.add(host);
    }
  }
  return [...hosts];
}

function hostOf(word: string): string | null {
  const groups = TOKEN.exec(word)?.groups;
  const host = groups?.['host']?.toLowerCase();
  if (groups === undefined || host === undefined) return null;
  // A mail address promises no page.
  if (groups['scheme'] === undefined && groups['user'] !== undefined) return null;
  if (groups['scheme'] !== undefined || host.startsWith('www.')) return host;
  const labels = host.split('.');
  const top = labels.at(-1) ?? '';
  if (/^\d+$/u.test(top)) return labels.length === 4 && /^(?:\d{1,3}\.){3}\d{1,3}$/u.test(host) ? host : null;
  if (!isAscii(top) || top.startsWith('xn--') || COMMON_TOPS.has(top)) return host;
  if (!/^[a-z]{2}$/u.test(top)) return null;
  return labels.length === 2 && FILE_ENDINGS.has(top) && groups['rest'] === undefined ? null : host;
}
