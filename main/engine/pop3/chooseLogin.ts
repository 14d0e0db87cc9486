import type { ServerSettings } from '../../../preload/contract/index.ts';
import { saslMechanisms, type Capabilities } from './capabilities.ts';

export type LoginMethod =
  'SCRAM-SHA-256' | 'SCRAM-SHA-1' | 'XOAUTH2' | 'OAUTHBEARER' | 'PLAIN' | 'USER' | 'APOP';

/**
 * How to log in, the safest first; null when the server offers nothing that fits. There is no second try by a weaker way.
 * - a token goes by XOAUTH2 or OAUTHBEARER, never as a password;
 * - SCRAM wherever it is offered: the password stays here, and the server proves itself;
 * - without TLS (the person has accepted that) APOP if the greeting has a sound timestamp: MD5 is weak, the password
 *   in the clear is weaker; under TLS it adds nothing and would ask the server to keep the password readable;
 * - then the password itself, by PLAIN (it is defined as UTF-8) or USER and PASS. In the clear only if offered.
 */
export function chooseLogin(
  server: Pick<ServerSettings, 'auth' | 'security'>,
  capabilities: Capabilities,
  timestamp: string | null,
): LoginMethod | null {
  const sasl = saslMechanisms(capabilities);
  const offered = (method: LoginMethod): boolean => sasl.has(method);
  if (server.auth === 'oauth2') return (['XOAUTH2', 'OAUTHBEARER'] as const).find(offered) ?? null;
  const scram = (['SCRAM-SHA-256', 'SCRAM-SHA-1'] as const).find(offered);
  if (scram !== undefined) return scram;
  const isClear = server.security === 'none';
  if (isClear && timestamp !== null) return 'APOP';
  if (offered('PLAIN')) return 'PLAIN';
  // A server may say that it has no USER before TLS; one that cannot say anything has it.
  if (isClear && capabilities.size > 0 && !capabilities.has('USER')) return null;
  return 'USER';
}
