import type { Protocol, ProtocolPhase } from '../../../preload/contract/index.ts';

/** The phases a dialogue goes through (RFC 3501 section 3, RFC 1939 section 3, RFC 5321 section 3), in order. */
export const phaseChain: Readonly<Record<Protocol, readonly ProtocolPhase[]>> = {
  imap: ['connecting', 'notAuthenticated', 'authenticated', 'selected', 'logout', 'closed'],
  pop3: ['connecting', 'authorization', 'transaction', 'update', 'closed'],
  smtp: ['connecting', 'handshake', 'transfer', 'close', 'closed'],
};
