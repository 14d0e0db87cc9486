import type { Server } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A message a server has received. */
export interface ReceivedMessage {
  /** Empty for a delivery report. */
  readonly sender: string;
  readonly recipients: readonly {
    readonly address: string;
    readonly notify: { readonly failure: boolean; readonly success: boolean };
  }[];
  readonly data: Buffer;
  /** For the Received field. */
  readonly clientName: string;
  readonly protocol: string;
}

interface SmtpServerPolicy {
  /** This server's name. */
  readonly name: string;
  readonly maxMessageBytes: number;
  /** A reason to refuse, in words with its code in front (`550 …`), or undefined. */
  refuseSender(sender: string, user: string | undefined): string | undefined;
  refuseRecipient(recipient: string): string | undefined;
  /** Takes over the message: once this returns, the client is told so. Throwing makes it try again later. */
  accept(message: ReceivedMessage): void;
  /** Present where clients must log in (submission, RFC 6409). Gives the user's address. */
  readonly authenticate?: (user: string, password: string) => string | undefined;
}

const reply = (text: string | undefined): Error | null => {
  if (text === undefined) return null;
  return Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) });
};

const collect = async (stream: SMTPServerDataStream, maxBytes: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk), 'latin1');
    size += bytes.length;
    // Beyond the limit the rest is read, so that the reply has its place, but not kept.
    if (size <= maxBytes) chunks.push(bytes);
  }
  return size > maxBytes || stream.sizeExceeded ? undefined : Buffer.concat(chunks);
};

const userOf = (session: SMTPServerSession): string | undefined => {
  const user: unknown = session.user;
  return typeof user === 'string' ? user : undefined;
};

const receivedMessage = (session: SMTPServerSession, data: Buffer): ReceivedMessage => ({
  sender: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address.toLowerCase(),
  recipients: session.envelope.rcptTo.map(({ address, dsn }) => ({
    address: address.toLowerCase(),
    notify: {
      failure: dsn?.notify === undefined || dsn.notify.includes('FAILURE'),
      success: dsn?.notify?.includes('SUCCESS') ?? false,
    },
  })),
  data,
  clientName: session.hostNameAppearsAs,
  protocol: session.transmissionType,
});

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('The message broke off');

/** An SMTP server (RFC 5321), not listening yet: a submission server if it can authenticate, else one that relays. */
export const createSmtpServer = (policy: SmtpServerPolicy): Server => {
  const { authenticate } = policy;
  const receive = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<string | undefined> => {
    const data = await collect(stream, policy.maxMessageBytes);
    if (data === undefined) return '552 5.3.4 The message is too large';
    policy.accept(receivedMessage(session, data));
    return undefined;
  };
  const smtp = new SMTPServer({
    name: policy.name,
    banner: 'Naru demo world',
    size: policy.maxMessageBytes,
    hideSTARTTLS: true,
    hideSMTPUTF8: true,
    hideREQUIRETLS: true,
    // What is relayed carries no DSN wishes; a server in between reports "relayed" instead (RFC 3461 section 5.2.2).
    hideDSN: authenticate === undefined,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    authOptional: authenticate === undefined,
    disabledCommands: authenticate === undefined ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    // A demo must send no packet beyond loopback, not even a DNS query.
    disableReverseLookup: true,
    maxRecipients: 100,
    logger: false,
    onAuth: (auth, _session, callback) => {
      const user = authenticate?.(auth.username ?? '', auth.password ?? '');
      if (user === undefined) return callback(reply('535 5.7.8 The user name or the password is wrong'));
      callback(null, { user });
    },
    onMailFrom: ({ address }, session, callback) =>
      callback(reply(policy.refuseSender(address.toLowerCase(), userOf(session)))),
    onRcptTo: ({ address }, _session, callback) =>
      callback(reply(policy.refuseRecipient(address.toLowerCase()))),
    onData: (stream, session, callback) => {
      receive(stream, session).then(
        (refusal) => callback(reply(refusal), '2.0.0 Message accepted'),
        (error: unknown) => callback(Object.assign(asError(error), { responseCode: 451 })),
      );
    },
  });
  // Without a listener one client's broken connection would end the process; the connection itself is gone already.
  smtp.on('error', () => undefined);
  return smtp.server;
};
