import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import type { ConnectionTranscript } from '../transcript/Transcripts.ts';
import { authenticate } from './authenticate.ts';
import { noExtensions, readExtensions, type Extensions } from './ehlo.ts';
import type { SmtpStep } from './smtpErrors.ts';
import { SmtpRefusal } from './SmtpRefusal.ts';
import { isPositive } from './smtpReply.ts';
import type { ReceivedReply } from './SmtpReplyReader.ts';
import { SmtpWire, type WireOptions } from './SmtpWire.ts';

export interface SmtpSession {
  readonly wire: SmtpWire;
  readonly extensions: Extensions;
  readonly transcript: ConnectionTranscript;
}

// Our own name or address would tell every recipient's server about this machine (RFC 5321 section 4.1.3 allows a literal).
const clientName = '[127.0.0.1]';

/**
 * Connects, secures and logs in. No credential leaves before TLS that was verified, unless the person chose none;
 * what the server said before TLS is forgotten (RFC 3207 section 4.2). Throws SmtpRefusal or MailError, closed.
 */
export async function openSession(
  options: WireOptions,
  secret: string,
  signal: AbortSignal,
): Promise<SmtpSession> {
  const { server, transcript } = options;
  transcript.phase('handshake');
  const timed = AbortSignal.any([signal, AbortSignal.timeout(options.connectTimeoutMs)]);
  const wire = await SmtpWire.open(options, timed).catch((error: unknown) => {
    throw timed.aborted && !signal.aborted ? timeout(server) : error;
  });
  const onAbort = (): void =>
    wire.close(signal.aborted ? new MailError('cancelled', 'cancelled') : timeout(server));
  timed.addEventListener('abort', onAbort, { once: true });
  if (timed.aborted) onAbort();
  try {
    exactly(220, await wire.reply(), 'connect');
    let extensions = await greet(wire, server);
    if (server.security === 'starttls') {
      if (!extensions.startTls) throw new MailError('tls.notOffered', 'no STARTTLS', { scope: 'connection' });
      exactly(220, await single(wire.send(['STARTTLS'])), 'starttls');
      await wire.secure(timed);
      extensions = await greet(wire, server);
    }
    if (server.auth !== 'none') await authenticate(wire, extensions, server, secret);
    return { wire, extensions, transcript };
  } catch (error) {
    wire.close();
    throw error;
  } finally {
    timed.removeEventListener('abort', onAbort);
  }
}

/** EHLO, or HELO for a server of before 1995; never where TLS is still to come, for HELO offers none. */
async function greet(wire: SmtpWire, server: ServerSettings): Promise<Extensions> {
  const ehlo = await single(wire.send([`EHLO ${clientName}`]));
  if (isPositive(ehlo)) return readExtensions(exactly(250, ehlo, 'connect').lines);
  if (server.security === 'starttls' || ehlo.code < 500) throw new SmtpRefusal(ehlo, 'connect');
  exactly(250, await single(wire.send([`HELO ${clientName}`])), 'connect');
  return noExtensions;
}

/** A yes that belongs to another question is as good as none: the two are out of step. */
function exactly(code: number, reply: ReceivedReply, step: SmtpStep): ReceivedReply {
  if (reply.code === code) return reply;
  if (!isPositive(reply)) throw new SmtpRefusal(reply, step);
  throw new MailError('protocol.unexpected', `${reply.code} to ${step}`, {
    scope: 'connection',
    serverReply: reply.text,
  });
}

export async function single(replies: readonly Promise<ReceivedReply>[]): Promise<ReceivedReply> {
  const [reply] = replies;
  if (reply === undefined) throw new Error('nothing was sent');
  return reply;
}

const timeout = ({ host, port }: ServerSettings): MailError =>
  new MailError('network.timeout', 'the server took too long', {
    scope: 'connection',
    host: host.slice(0, 253),
    port,
  });
