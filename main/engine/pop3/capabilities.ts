/** What a server says it can do (RFC 2449 section 5): names in upper case, each with its arguments. */
export type Capabilities = ReadonlyMap<string, readonly string[]>;

/** No answer to CAPA: a server from before RFC 2449. */
export const noCapabilities: Capabilities = new Map();

/** The lines of a CAPA answer; what is no name is passed over. A name given twice adds its arguments. */
export function parseCapabilities(lines: readonly string[]): Capabilities {
  const found = new Map<string, readonly string[]>();
  for (const line of lines) {
    const [name = '', ...args] = line.trim().toUpperCase().split(/ +/);
    if (/^[!-~]+$/.test(name)) found.set(name, [...(found.get(name) ?? []), ...args]);
  }
  return found;
}

/** The SASL mechanisms offered (RFC 5034 section 4). */
export const saslMechanisms = (capabilities: Capabilities): ReadonlySet<string> =>
  new Set(capabilities.get('SASL') ?? []);

/** Seconds to leave between two logins (RFC 2449 section 6.5), at most a day; 0 when the server does not say. */
export function loginDelaySeconds(capabilities: Capabilities): number {
  const seconds = Number(capabilities.get('LOGIN-DELAY')?.[0]);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) : 0;
}

/** Days after which the server deletes mail by itself (RFC 2449 section 6.7): 0 says that none may be left there. Null: never, or not said. */
export function expireDays(capabilities: Capabilities): number | null {
  const days = capabilities.get('EXPIRE')?.[0];
  return days !== undefined && /^\d{1,5}$/.test(days) ? Number(days) : null;
}
