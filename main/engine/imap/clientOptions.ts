import type { ServerSettings } from '../../../preload/contract/index.ts';
import { tlsOptions } from '../net/tlsOptions.ts';
import { credentials } from './connectionGuard.ts';
import type { LibraryLogger } from './transcriptLogger.ts';
import { WIRE_LIMITS } from './wire/wireLimits.ts';

const CONNECT_TIMEOUT_MS = 20_000;
/** Above the watchdog and above an IDLE round: imapflow's own timer is the last resort. */
const SOCKET_TIMEOUT_MS = 10 * 60_000;

/** imapflow's options for this server; `guard` answers with the secret once the connection deserves it. */
export const clientOptions = (server: ServerSettings, guard: () => string, logger: LibraryLogger) => ({
  host: server.host,
  port: server.port,
  secure: server.security === 'tls',
  doSTARTTLS: server.security === 'starttls',
  // The verdict is verifyPeer's, in `guard`: so that a refusal can show the certificate.
  tls: { ...tlsOptions(server), rejectUnauthorized: false },
  auth: credentials(server, guard),
  logger,
  clientInfo: { name: 'Naru', version: '', vendor: '', 'support-url': '' },
  disableCompression: true,
  disableAutoIdle: true,
  // UTF8=ACCEPT and IMAP4rev2 would change how names and literals look on the wire; we ENABLE what we use.
  disableAutoEnable: true,
  connectionTimeout: CONNECT_TIMEOUT_MS,
  greetingTimeout: CONNECT_TIMEOUT_MS,
  socketTimeout: SOCKET_TIMEOUT_MS,
  maxLineLength: WIRE_LIMITS.maxLineBytes,
  maxLiteralSize: WIRE_LIMITS.maxLiteralBytes,
  maxResponseSize: WIRE_LIMITS.maxResponseBytes,
});
