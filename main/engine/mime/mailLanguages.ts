import type { AccountDraft } from '../../../preload/contract/index.ts';

/** Domains and top-level domains whose people write in one language, mostly. */
const languageOf: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)(naver\.com|daum\.net|hanmail\.net|kakao\.com|nate\.com|kr)$/i, 'ko'],
  [/(^|\.)(jp)$/i, 'ja'],
  [/(^|\.)(qq\.com|163\.com|126\.com|sina\.com|foxmail\.com|cn|sg)$/i, 'zh-CN'],
  [/(^|\.)(tw|hk|mo)$/i, 'zh-TW'],
  [/(^|\.)(mail\.ru|yandex\.com|ru|by|ua)$/i, 'ru'],
];

/**
 * Languages an account's mail is likely written in, likeliest first (BCP 47): by where it lives, then by what the
 * computer speaks. It decides only between charsets that fit the same bytes.
 */
export function mailLanguages(
  { identities }: Pick<AccountDraft, 'identities'>,
  systemLanguage: string,
): readonly string[] {
  const domains = identities.map(({ address }) => address.slice(address.lastIndexOf('@') + 1));
  const own = languageOf.flatMap(([pattern, language]) =>
    domains.some((domain) => pattern.test(domain)) ? [language] : [],
  );
  // An account that lives somewhere says more than the computer it is read on.
  return own.length > 0 ? own : [systemLanguage];
}
