import { createHmac } from 'node:crypto';
import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import type { Extensions } from './ehlo.ts';
import { SmtpRefusal } from './SmtpRefusal.ts';
import type { ReceivedReply } from './SmtpReplyReader.ts';
import type { SmtpWire } from './SmtpWire.ts';

/** Takes the server's challenge, decoded, and gives the answer to it. */
type Answer = (challenge: Buffer) => string;

interface Method {
  readonly name: string;
  /** Sent with the AUTH command (RFC 4954 section 4); null where the server speaks first. */
  readonly initial: string | null;
  readonly answers: readonly Answer[];
}

const longestChallenge = 20_000;

/**
 * Logs in with the best method both sides know: for passwords PLAIN, LOGIN, CRAM-MD5; for access tokens OAUTHBEARER
 * (RFC 7628) or XOAUTH2. Throws SmtpRefusal, or `auth.mechanism` where none fits. Secrets never reach the transcript.
 */
export async function authenticate(
  wire: SmtpWire,
  extensions: Extensions,
  server: ServerSettings,
  secret: string,
): Promise<void> {
  if (extensions.auth === null)
    throw new MailError('auth.mechanism', 'the server offers no login', { scope: 'connection' });
  const offered = extensions.auth;
  const known =
    server.auth === 'oauth2' ? tokenMethods(server, secret) : passwordMethods(server.user, secret);
  const method = known.find(({ name }) => offered.includes(name));
  if (method === undefined)
    throw new MailError('auth.mechanism', `the server offers ${offered.join(', ').slice(0, 200)}`, {
      scope: 'connection',
    });
  const begin = method.initial === null ? '' : ` ${base64(method.initial)}`;
  let reply = await one(wire.send([`AUTH ${method.name}${begin}`]));
  for (const answer of method.answers) {
    if (reply.code !== 334) break;
    const challenge = Buffer.from(reply.text.slice(4, longestChallenge).trim(), 'base64');
    reply = await one(wire.send([base64(answer(challenge))], 'AUTH-DATA'));
  }
  if (reply.code >= 400) throw new SmtpRefusal(reply, 'auth');
  if (reply.code >= 300) {
    // The server asks on and on: RFC 4954 section 4 ends it with a star.
    await one(wire.send(['*'], 'AUTH-DATA'));
    throw new MailError('auth.mechanism', 'the server wants another dialogue', { scope: 'connection' });
  }
}

const passwordMethods = (user: string, secret: string): readonly Method[] => [
  { name: 'PLAIN', initial: `\0${user}\0${secret}`, answers: [] },
  { name: 'LOGIN', initial: null, answers: [() => user, () => secret] },
  {
    name: 'CRAM-MD5',
    initial: null,
    answers: [(challenge) => `${user} ${createHmac('md5', secret).update(challenge).digest('hex')}`],
  },
];

/** A refused token gets its reason as a challenge; an empty answer (RFC 7628 section 3.2.3: a 0x01) brings the verdict. */
const tokenMethods = ({ user, host, port }: ServerSettings, token: string): readonly Method[] => [
  { name: 'XOAUTH2', initial: `user=${user}\u0001auth=Bearer ${token}\u0001\u0001`, answers: [() => ''] },
  {
    name: 'OAUTHBEARER',
    initial: `n,a=${user.replace(/=/g, '=3D').replace(/,/g, '=2C')},\u0001host=${host}\u0001port=${port}\u0001auth=Bearer ${token}\u0001\u0001`,
    answers: [() => '\u0001'],
  },
];

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const one = async (replies: readonly Promise<ReceivedReply>[]): Promise<ReceivedReply> => {
  const [reply] = replies;
  if (reply === undefined) throw new Error('nothing was sent');
  return reply;
};
