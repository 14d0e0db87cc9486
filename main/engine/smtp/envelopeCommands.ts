import { MailError } from '../../../preload/contract/index.ts';
import { cleanHeaderText } from './cleanHeaderText.ts';
import type { Extensions } from './ehlo.ts';
import type { MessageEnvelope } from './submission.ts';

export interface EnvelopeCommands {
  readonly mail: string;
  /** One per recipient, in their order. */
  readonly rcpt: readonly string[];
}

const longestEnvelopeId = 100;

/**
 * MAIL FROM and RCPT TO with what the server offers: SIZE (RFC 1870), SMTPUTF8 (RFC 6531) where an address needs it,
 * and the request for reports of failure and delay (RFC 3461). Throws `address.invalid` for an address outside ASCII
 * that this server cannot take, and for one that could end the command.
 */
export function envelopeCommands(
  envelope: MessageEnvelope,
  sizeBytes: number,
  extensions: Extensions,
): EnvelopeCommands {
  const addresses = [envelope.from, ...envelope.to];
  for (const address of addresses) checkPath(address);
  const foreign = addresses.find((address) => !isAscii(address));
  if (foreign !== undefined && !extensions.smtpUtf8)
    throw invalid(foreign, 'this server takes addresses in ASCII letters only');
  const { id } = envelope;
  const mail = [
    `MAIL FROM:<${envelope.from}>`,
    ...(extensions.size ? [`SIZE=${sizeBytes}`] : []),
    ...(foreign === undefined ? [] : ['SMTPUTF8', ...(extensions.eightBitMime ? ['BODY=8BITMIME'] : [])]),
    ...(extensions.dsn
      ? ['RET=HDRS', ...(id === undefined ? [] : [`ENVID=${xtext(id, longestEnvelopeId)}`])]
      : []),
  ];
  const rcpt = envelope.to.map((address) =>
    extensions.dsn && isAscii(address)
      ? `RCPT TO:<${address}> NOTIFY=FAILURE,DELAY ORCPT=rfc822;${xtext(address, 400)}`
      : `RCPT TO:<${address}>`,
  );
  return { mail: mail.join(' '), rcpt };
}

/** RFC 3461 section 4: printable ASCII but + and =, the rest as +HH. */
const xtext = (text: string, limit: number): string =>
  [...Buffer.from(text.slice(0, limit), 'utf8')]
    .map((byte) =>
      byte < 0x21 || byte > 0x7e || byte === 0x2b || byte === 0x3d
        ? `+${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');

// eslint-disable-next-line no-control-regex -- control characters are what this is about
const breaking = /[\u0000-\u0020<>\u007f-\u00a0\u2028\u2029]/;

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);

function checkPath(address: string): void {
  if (breaking.test(address) || address.length > 320 || !address.includes('@'))
    throw invalid(address, 'not an address for an envelope');
}

const invalid = (address: string, message: string): MailError =>
  new MailError('address.invalid', message, {
    scope: 'message',
    retry: 'afterChange',
    subject: cleanHeaderText(address).slice(0, 320),
  });
