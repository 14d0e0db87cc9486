import type { Address } from '../../../preload/contract/index.ts';

const ATEXT = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const QUOTED = /^"(?:[^"\\\r\n]|\\[^\r\n])*"$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;
const IP_LITERAL = /^\[(?:IPv6:)?[0-9A-Fa-f:.]+\]$/u;

/**
 * Whether mail could be sent there: RFC 5321 section 4.1.2 with internationalised names (RFC 6531), a domain of at
 * least two labels unless it is `localhost` or an address literal, and the length limits of section 4.5.3.1.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false;
  const at = text.lastIndexOf('@');
  if (at < 1) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (local.length > 64 || !(ATEXT.test(local) || QUOTED.test(local))) return false;
  if (IP_LITERAL.test(domain) || domain === 'localhost') return true;
  const labels = domain.split('.');
  // A last label of digits alone is an IP address without its brackets.
  return (
    labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/u.test(labels.at(-1) ?? '')
  );
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
