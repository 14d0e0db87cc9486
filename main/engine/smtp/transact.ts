import { open } from 'node:fs/promises';
import { MailError } from '../../../preload/contract/index.ts';
import { DotStuffer } from './DotStuffer.ts';
import { envelopeCommands } from './envelopeCommands.ts';
import { SmtpRefusal } from './SmtpRefusal.ts';
import { isPositive, isTransient } from './smtpReply.ts';
import type { ReceivedReply } from './SmtpReplyReader.ts';
import type { SmtpSession } from './SmtpSession.ts';
import type { MessageSource, RecipientReply, SubmissionRequest } from './submission.ts';

/** Told while it goes on, so that a failure can be judged by how far it came. */
export interface Transaction {
  readonly recipients: RecipientReply[];
  /** The final dot may be on its way. */
  handedOver: boolean;
  /** What reading the message or `beforeHandover` threw. */
  sourceFailure: unknown;
}

/** The commands sent in one go were not all answered, or out of step: the server does not do what it offered. */
export class PipeliningLie extends Error {
  override readonly name = 'PipeliningLie';
}

const chunkBytes = 256 * 1024;
const finalDot = Buffer.from('.\r\n');

/** One message: MAIL, RCPT, DATA, the body, the dot. Resolves with the final 2xx; throws SmtpRefusal or MailError. */
export async function transact(
  session: SmtpSession,
  request: SubmissionRequest,
  state: Transaction,
  pipelining: { readonly use: boolean; readonly stallMs: number },
): Promise<ReceivedReply> {
  const { wire, extensions, transcript } = session;
  const { source } = request;
  const sizeBytes = 'bytes' in source ? source.bytes.length : source.sizeBytes;
  const { limitBytes } = extensions;
  if (limitBytes !== null && sizeBytes > limitBytes) {
    const message = `the message has ${sizeBytes} bytes, the server takes ${limitBytes}`;
    throw new MailError('smtp.tooLarge', message, { scope: 'message', subject: String(limitBytes) });
  }
  const commands = envelopeCommands(request.envelope, sizeBytes, extensions);
  transcript.phase('transfer');
  await (pipelining.use ? envelopeAtOnce : envelopeStepwise)(
    session,
    commands,
    request,
    state,
    pipelining.stallMs,
  );
  // From here on any reply is the answer to the message, also one that comes before its end.
  const answer = wire.reply();
  let early = false;
  answer.then(
    () => {
      early = true;
      wire.wakeWriter();
    },
    () => undefined,
  );
  const stuffer = new DotStuffer();
  try {
    // One piece is on its way while the next one is read.
    let writing = Promise.resolve();
    for await (const chunk of readSource(source)) {
      await writing;
      if (early) break;
      writing = wire.write(stuffer.push(chunk)).catch(asWireFailure);
      writing.catch(() => undefined /* told when it is awaited */);
    }
    await writing;
    if (!early) await request.beforeHandover();
  } catch (error) {
    if (error instanceof WireFailure) throw error.cause;
    state.sourceFailure = error;
    throw error;
  }
  if (early) return tooEarly(await answer);
  if (wire.failure !== null) throw wire.failure;
  state.handedOver = true;
  await wire.write([stuffer.end(), finalDot]);
  const reply = await answer;
  if (!isPositive(reply)) throw new SmtpRefusal(reply, 'message');
  if (reply.code >= 300) throw new MailError('protocol.garbage', `${reply.code} to a message`);
  return reply;
}

function tooEarly(reply: ReceivedReply): never {
  if (!isPositive(reply)) throw new SmtpRefusal(reply, 'data');
  throw new MailError('protocol.unexpected', 'the server answered before the message ended', {
    scope: 'connection',
  });
}

async function envelopeStepwise(
  { wire }: SmtpSession,
  commands: ReturnType<typeof envelopeCommands>,
  { envelope }: SubmissionRequest,
  { recipients }: Transaction,
): Promise<void> {
  const ask = async (line: string): Promise<ReceivedReply> => {
    const [reply] = wire.send([line]);
    if (reply === undefined) throw new Error('nothing was sent');
    return reply;
  };
  const mail = await ask(commands.mail);
  if (!isPositive(mail)) throw new SmtpRefusal(mail, 'mail');
  let last = mail;
  for (const [index, recipient] of envelope.to.entries()) {
    last = await ask(commands.rcpt[index] ?? '');
    recipients.push(recipientReply(recipient, last));
    if (last.code === 421) throw new SmtpRefusal(last, 'rcpt');
  }
  if (!recipients.some(({ status }) => status === 'accepted')) throw new SmtpRefusal(last, 'rcpt');
  const data = await ask('DATA');
  if (data.code !== 354) throw dataRefusal(data);
}

/** The same in one round trip (RFC 2920). Nothing can be lost by starting over: the final dot is far away. */
async function envelopeAtOnce(
  { wire }: SmtpSession,
  commands: ReturnType<typeof envelopeCommands>,
  { envelope }: SubmissionRequest,
  state: Transaction,
  stallMs: number,
): Promise<void> {
  const promises = wire.send([commands.mail, ...commands.rcpt, 'DATA']);
  const replies: ReceivedReply[] = [];
  for (const promise of promises) {
    const reply = await withinStall(promise, replies.length === 0 ? null : stallMs);
    replies.push(reply);
    // Out of step: 354 answers nothing but DATA, which comes last.
    if (reply.code === 354 && replies.length < promises.length) throw new PipeliningLie('354 too soon');
    if (reply.code === 421) throw new SmtpRefusal(reply, replies.length === 1 ? 'mail' : 'rcpt');
  }
  const [mail, ...rest] = replies;
  const data = rest.pop();
  if (mail === undefined || data === undefined) throw new PipeliningLie('answers are missing');
  if (!isPositive(mail)) throw new SmtpRefusal(mail, 'mail');
  if (rest.some(({ code }) => code === 503)) throw new PipeliningLie('a command was lost');
  state.recipients.push(...rest.map((reply, index) => recipientReply(envelope.to[index] ?? '', reply)));
  const someAccepted = state.recipients.some(({ status }) => status === 'accepted');
  const last = rest.at(-1);
  // With 354 and nobody to send to the connection is left without a dot: nothing was sent then.
  if (!someAccepted && last !== undefined) throw new SmtpRefusal(last, 'rcpt');
  if (data.code === 503) throw new PipeliningLie('DATA was lost');
  if (data.code !== 354) throw dataRefusal(data);
}

const dataRefusal = (reply: ReceivedReply): Error =>
  isPositive(reply)
    ? new MailError('protocol.unexpected', `${reply.code} to DATA`, { scope: 'connection' })
    : new SmtpRefusal(reply, 'data');

const recipientReply = (recipient: string, reply: ReceivedReply): RecipientReply => ({
  recipient,
  status: reply.code < 300 ? 'accepted' : isTransient(reply) ? 'deferred' : 'refused',
  reply: reply.text,
});

/** A server that answered the first command and goes silent on the others has lost them. */
async function withinStall(promise: Promise<ReceivedReply>, stallMs: number | null): Promise<ReceivedReply> {
  if (stallMs === null) return promise;
  let timer: NodeJS.Timeout | undefined;
  const stall = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PipeliningLie('silence')), stallMs);
  });
  try {
    return await Promise.race([promise, stall]);
  } finally {
    clearTimeout(timer);
  }
}

/** Marks what the connection, not the source, failed with. */
class WireFailure extends Error {}

const asWireFailure = (error: unknown): never => {
  throw new WireFailure('the connection failed', { cause: error });
};

/** A piece may be used until the next but one is asked for: two buffers serve a message of any size. */
async function* readSource(source: MessageSource): AsyncGenerator<Uint8Array> {
  if ('bytes' in source) {
    for (let at = 0; at < source.bytes.length; at += chunkBytes)
      yield source.bytes.subarray(at, at + chunkBytes);
    return;
  }
  const file = await open(source.path, 'r');
  try {
    const size = Math.min(chunkBytes, source.sizeBytes);
    const buffers = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)] as const;
    for (let left = source.sizeBytes, turn = 0; left > 0; turn += 1) {
      const buffer = turn % 2 === 0 ? buffers[0] : buffers[1];
      const { bytesRead } = await file.read(buffer, 0, Math.min(size, left));
      if (bytesRead === 0) throw new Error('the message is shorter than it was written');
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
