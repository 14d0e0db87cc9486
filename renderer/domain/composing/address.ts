import type { Address } from '../../../preload/contract/index.ts';

const ATEXT = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const QUOTED = /^"(?:[^"\\\r\n]|\\[^\r\n])*"$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?$/u;
const IP_LITERAL = /^\[(?:IPv6:)?[0-9A-Fa-f:.]+\]$/u;

/**
 * Whether it is written as an address: RFC 5321 section 4.1.2 with internationalised names (RFC 6531) and the length
 * limits of section 4.5.3.1. Says nothing of whether such a domain can exist.
 */
export function isAddressSyntax(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  if (local === '' || local.length > 64 || !(ATEXT.test(local) || QUOTED.test(local))) return false;
  return IP_LITERAL.test(domain) || domain.split('.').every(isLabel);
}

/** What begins like Punycode has to be it (RFC 5890 section 2.3.2.1). */
const isLabel = (label: string): boolean =>
  LABEL.test(label) && (!/^xn--/iu.test(label) || URL.canParse(`http://${label}/`));

/** Whether mail could be sent there: an address whose domain has two labels or more, is `localhost` or a literal. */
export function isMailAddress(text: string): boolean {
  if (!isAddressSyntax(text)) return false;
  const domain = text.slice(text.lastIndexOf('@') + 1);
  if (IP_LITERAL.test(domain) || domain === 'localhost') return true;
  const labels = domain.split('.');
  // A last label of digits alone is an IP address without its brackets.
  return labels.length > 1 && !/^\d+$/u.test(labels.at(-1) ?? '');
}

/** The same mailbox for people: domains never differ by case, and no provider tells local parts apart by it. */
export function sameAddress(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** A mailbox as RFC 5322 section 3.4 writes it, the name quoted where it must be. */
export function formatAddress({ name, address }: Address): string {
  const trimmed = name.trim();
  if (trimmed === '') return address;
  const needsQuotes = /[^\p{L}\p{N}\s!#$%&'*+/=?^_`{|}~-]/u.test(trimmed);
  return `${needsQuotes ? `"${trimmed.replace(/["\\]/gu, '\\$&')}"` : trimmed} <${address}>`;
}

/** How a person is called on a chip: the name, else the address. */
export function shownName({ name, address }: Address): string {
  return name.trim() === '' ? address : name.trim();
}
