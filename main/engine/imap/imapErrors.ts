import { MailError, type ErrorCode, type ServerSettings } from '../../../preload/contract/index.ts';
import { mapConnectError } from '../net/mapConnectError.ts';
import { humanText, responseCode, type ImapNode } from './imapNodes.ts';

/** What an error is about: it decides the words, not the code alone. */
export interface ErrorContext {
  readonly server: Pick<ServerSettings, 'host' | 'port'>;
  /** Logging in; else a command of an open session. */
  readonly authenticating: boolean;
  /** The folder the command named. */
  readonly folder?: string;
  /** Bytes came before the connection failed. */
  readonly heardServer?: boolean;
}

type Mapping = readonly [code: ErrorCode, retry?: 'later' | 'never' | 'afterChange'];

/** Response codes of RFC 5530, 3501, 7889 and 9208 in a NO to a command. */
const commandCodes: Readonly<Record<string, Mapping>> = {
  NONEXISTENT: ['mail.folderNotFound'],
  TRYCREATE: ['mail.folderNotFound'],
  ALREADYEXISTS: ['mail.folderExists'],
  NOPERM: ['mail.readOnly'],
  'READ-ONLY': ['mail.readOnly'],
  OVERQUOTA: ['mail.overQuota', 'afterChange'],
  INUSE: ['mail.inUse'],
  EXPUNGEISSUED: ['mail.messageGone'],
  TOOBIG: ['protocol.tooLarge'],
  APPENDLIMIT: ['protocol.tooLarge'],
  UNAVAILABLE: ['mail.refused', 'later'],
  SERVERBUG: ['mail.refused', 'later'],
  LIMIT: ['mail.refused', 'later'],
  THROTTLED: ['mail.refused', 'later'],
  CORRUPTION: ['mail.refused'],
  CANNOT: ['mail.refused'],
  CLIENTBUG: ['protocol.unexpected'],
  CONTACTADMIN: ['mail.refused'],
};

/** The same while logging in (RFC 5530 section 3). */
const authCodes: Readonly<Record<string, Mapping>> = {
  AUTHENTICATIONFAILED: ['auth.wrongPassword'],
  AUTHORIZATIONFAILED: ['auth.refused'],
  EXPIRED: ['auth.refused'],
  PRIVACYREQUIRED: ['auth.mechanism'],
  CONTACTADMIN: ['auth.refused'],
  NOPERM: ['auth.refused'],
  ALERT: ['auth.refused'],
  UNAVAILABLE: ['auth.unavailable'],
  INUSE: ['auth.unavailable'],
  LIMIT: ['auth.unavailable'],
  SERVERBUG: ['auth.unavailable'],
};

/** imapflow's own error codes. */
const libraryCodes: Readonly<Record<string, Mapping>> = {
  CONNECT_TIMEOUT: ['network.timeout'],
  GREETING_TIMEOUT: ['network.timeout'],
  UPGRADE_TIMEOUT: ['network.timeout'],
  NoConnection: ['network.closed'],
  EConnectionClosed: ['network.closed'],
  StateLogout: ['network.closed'],
  ClosedAfterConnectText: ['network.closed'],
  ClosedAfterConnectTLS: ['network.closed'],
  STARTTLS_INJECTION: ['tls.handshake'],
  LineTooLarge: ['protocol.tooLarge'],
  LiteralTooLarge: ['protocol.tooLarge'],
  ResponseTooLarge: ['protocol.tooLarge'],
  ResponseProcessingFailed: ['protocol.garbage'],
  UnexpectedTag: ['protocol.unexpected'],
  InvalidResponse: ['protocol.unexpected'],
  ETHROTTLE: ['mail.refused', 'later'],
  InvalidStringValue: ['invalidRequest'],
  InvalidTokenValue: ['invalidRequest'],
  InvalidSequenceSet: ['invalidRequest'],
  InvalidTextValue: ['invalidRequest'],
};

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** Any error of the adapter as a MailError, by the tables above, then by the words servers without codes use. */
export function mapImapError(error: unknown, context: ErrorContext): MailError {
  if (error instanceof MailError) return error;
  const facts = factsOf(error);
  const [code, retry] = mappingOf(error, facts, context);
  const reply = facts.reply.trim();
  return new MailError(code, error instanceof Error ? error.message : String(error), {
    scope: scopeOf(code, context),
    ...(retry === undefined ? {} : { retry }),
    host: context.server.host.slice(0, 253),
    port: context.server.port,
    ...(reply === '' ? {} : { serverReply: reply }),
    ...(context.folder === undefined ? {} : { subject: context.folder }),
    cause: error,
  });
}

/** A refusal that would come again (`rejected`), as against one that may pass or was never heard (`failed`). */
export const isRejection = (error: MailError): boolean =>
  error.data.retry !== 'later' && !error.code.startsWith('network.') && error.code !== 'cancelled';

function mappingOf(error: unknown, facts: ErrorFacts, context: ErrorContext): Mapping {
  const { status, responseName, reply, libraryCode } = facts;
  if (facts.authenticationFailed || /^Unsupported authentication/.test(facts.message))
    return authMapping(facts);
  // The STARTTLS we require is missing or was refused: there is no code for it, and no fallback.
  if (facts.tlsFailed && /does not support STARTTLS/.test(facts.message)) return ['tls.notOffered'];
  if (libraryCode === 'GREETING_TIMEOUT' && context.heardServer === true) return ['protocol.garbage'];
  if (facts.byeReason !== '' && context.authenticating) return ['auth.unavailable'];
  const library = own(libraryCodes, libraryCode);
  if (library !== undefined) return library;
  if (/^(ParserError|MAX_IMAP_NESTING)/.test(libraryCode)) return ['protocol.garbage'];
  const network = mapConnectError(error, context.server);
  if (network !== null) return [network.code];
  if (status === '') return ['unexpected'];
  const known = own(commandCodes, responseName);
  if (known !== undefined) return known;
  if (/quota/i.test(reply)) return ['mail.overQuota', 'afterChange'];
  if (/already exists/i.test(reply)) return ['mail.folderExists'];
  if (/(does(n't| not) exist|no such|not found|unknown mailbox|nonexistent)/i.test(reply))
    return ['mail.folderNotFound'];
  if (/(read[- ]only|permission|not permitted|denied)/i.test(reply)) return ['mail.readOnly'];
  return status === 'BAD' ? ['protocol.unexpected'] : ['mail.refused'];
}

function authMapping({ status, responseName, reply, message }: ErrorFacts): Mapping {
  const known = own(authCodes, responseName);
  if (known !== undefined) return known;
  if (/login is disabled|no matching authentication|unsupported authentication/i.test(message))
    return ['auth.mechanism'];
  if (/not connected|temporar|try again|too many|unavailable/i.test(reply)) return ['auth.unavailable'];
  if (/(application[- ]specific|app password|web browser|enable|disabled)/i.test(reply))
    return ['auth.refused'];
  // Most servers without RFC 5530 answer a wrong password with a bare NO.
  return status === 'BAD' ? ['auth.mechanism'] : ['auth.wrongPassword'];
}

function scopeOf(code: ErrorCode, { folder }: ErrorContext): 'connection' | 'account' | 'folder' | 'request' {
  if (/^(network|tls|protocol)\./.test(code)) return 'connection';
  if (code.startsWith('auth.')) return 'account';
  return folder === undefined ? 'request' : 'folder';
}

interface ErrorFacts {
  readonly message: string;
  readonly libraryCode: string;
  readonly status: string;
  readonly responseName: string;
  readonly reply: string;
  readonly byeReason: string;
  readonly authenticationFailed: boolean;
  readonly tlsFailed: boolean;
}

/** What imapflow hangs on its errors; anything absent or of another shape counts as absent. */
function factsOf(error: unknown): ErrorFacts {
  const fields: Readonly<Record<string, unknown>> =
    typeof error === 'object' && error !== null ? { ...error } : {};
  const text = (key: string): string => {
    const value = fields[key];
    return typeof value === 'string' ? value : '';
  };
  const message = error instanceof Error ? error.message : '';
  const { response } = fields;
  const attributes: readonly ImapNode[] =
    typeof response === 'object' &&
    response !== null &&
    'attributes' in response &&
    Array.isArray(response.attributes)
      ? (response.attributes as readonly ImapNode[]) // imapflow's parsed line: tokens, lists and null
      : [];
  // OpenSSL hangs a `reason` on its errors too; the server's BYE comes with these codes alone.
  const byeReason = /^(NoConnection|ClosedAfterConnect)/.test(text('code')) ? text('reason') : '';
  const reply = text('responseText') || text('response') || humanText(attributes) || byeReason;
  return {
    message,
    libraryCode: text('code'),
    status: text('responseStatus'),
    responseName: text('serverResponseCode') || (responseCode(attributes)?.name ?? ''),
    reply,
    byeReason,
    authenticationFailed: fields['authenticationFailed'] === true,
    tlsFailed: fields['tlsFailed'] === true,
  };
}
