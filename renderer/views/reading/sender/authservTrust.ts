import type { Account } from '../../../../preload/contract/index.ts';
import type { AuthservTrust } from '../../../domain/trust/authenticationResults.ts';
import { registrableDomain } from '../../../domain/trust/registrableDomain.ts';

/** Providers whose checks go by another name than their mail server's, or stand below their own Received fields. */
const PROVIDERS: readonly (readonly [host: string, trust: AuthservTrust])[] = [
  ['gmail.com', { ids: ['mx.google.com'], isBelowReceived: true }],
  ['googlemail.com', { ids: ['mx.google.com'], isBelowReceived: true }],
  ['yahoo.com', { ids: ['.yahoo.com'], isBelowReceived: true }],
  ['fastmail.com', { ids: ['.messagingengine.com'], isBelowReceived: true }],
  ['me.com', { ids: ['.icloud.com', '.apple.com'], isBelowReceived: true }],
];

/**
 * Whose Authentication-Results count for this account (RFC 8601 section 5: only those of one's own provider): the
 * provider's, or any host of the domain that the account's own mail server belongs to.
 */
export function authservTrust(account: Account | undefined): AuthservTrust {
  const host = account?.incoming.server.host.toLowerCase() ?? '';
  const domain = registrableDomain(host);
  const known = PROVIDERS.find(([name]) => name === domain);
  if (known !== undefined) return known[1];
  // An address or a single name (`localhost`) is nobody's domain.
  const isName = domain.includes('.') && !/^[\d.:[\]]+$/u.test(domain);
  return { ids: isName ? [domain, `.${domain}`] : [], isBelowReceived: false };
}
