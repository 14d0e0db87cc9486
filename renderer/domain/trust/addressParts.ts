/** The domain of a mail address, lower case; empty when there is none. */
export function domainOf(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 0
    ? ''
    : address
        .slice(at + 1)
        .trim()
        .toLowerCase();
}

/** Something in a text that reads as a mail address. */
const ADDRESS =
  /[^\s@<>()[\]",;:]{1,64}\s?[@\uff20\ufe6b]\s?[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}.-]{0,200}[\p{L}\p{N}\p{M}])?/gu;

/** The mail addresses a text seems to hold, lower case, without blanks; at most 20. */
export function addressesIn(text: string): readonly string[] {
  const found: string[] = [];
  for (const [match] of text.slice(0, 4000).matchAll(ADDRESS)) {
    found.push(
      match
        .replace(/\s/gu, '')
        .replace(/[\uff20\ufe6b]/gu, '@')
        .toLowerCase(),
    );
    if (found.length === 20) break;
  }
  return found;
}
