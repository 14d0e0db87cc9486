import { MailError, type ServerSettings } from '../../../preload/contract/index.ts';
import { apopDigest, apopTimestamp } from './apop.ts';
import type { Capabilities } from './capabilities.ts';
import { chooseLogin, type LoginMethod } from './chooseLogin.ts';
import type { Pop3Wire } from './Pop3Wire.ts';
import { ScramClient, ScramError } from './ScramClient.ts';

/** RFC 5034 section 4: a command with its initial response has at most 255 octets; a longer one waits to be asked. */
const MAX_COMMAND_OCTETS = 253;

/** Logs in by the safest way the server offers; rejects with a MailError, after which the session is of no use. */
export async function logIn(
  wire: Pop3Wire,
  server: ServerSettings,
  secret: string,
  capabilities: Capabilities,
): Promise<void> {
  const { user } = server;
  // A line end would be a second command (and NUL a second field of PLAIN).
  if (/[\r\n\0]/.test(user + secret)) {
    throw new MailError('auth.wrongPassword', 'a user name or password cannot hold line ends', {
      scope: 'account',
    });
  }
  const timestamp = apopTimestamp(wire.greeting);
  const method = chooseLogin(server, capabilities, timestamp);
  if (method === null) {
    const { host, port } = server;
    throw new MailError('auth.mechanism', 'the server offers no way of logging in that fits', {
      scope: 'account',
      host,
      port,
    });
  }
  const command = (line: string): Promise<string> => wire.send({ line, shape: 'line' });
  switch (method) {
    case 'USER':
      await command(`USER ${user}`);
      await command(`PASS ${secret}`);
      return;
    case 'APOP':
      // The name must not become two words.
      if (/\s/.test(user))
        throw new MailError('auth.wrongPassword', 'APOP has no names with spaces', { scope: 'account' });
      await command(`APOP ${user} ${apopDigest(timestamp ?? '', secret)}`);
      return;
    case 'PLAIN':
      await sasl(wire, method, async () => `\0${user}\0${secret}`);
      return;
    case 'XOAUTH2':
      // After a refusal the server gives its reason as a challenge; an empty answer brings the verdict.
      await sasl(wire, method, async (challenge) =>
        challenge === null ? `user=${user}\u0001auth=Bearer ${secret}\u0001\u0001` : '',
      );
      return;
    case 'OAUTHBEARER': {
      const name = user.replaceAll('=', '=3D').replaceAll(',', '=2C');
      await sasl(wire, method, async (challenge) =>
        challenge === null
          ? `n,a=${name},\u0001host=${server.host}\u0001port=${server.port}\u0001auth=Bearer ${secret}\u0001\u0001`
          : '\u0001',
      );
      return;
    }
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-1':
      return scram(wire, method, server, secret);
  }
}

async function scram(
  wire: Pop3Wire,
  method: 'SCRAM-SHA-256' | 'SCRAM-SHA-1',
  { user, host, port }: ServerSettings,
  secret: string,
): Promise<void> {
  const client = new ScramClient(method === 'SCRAM-SHA-256' ? 'sha256' : 'sha1', user, secret);
  let step = 0;
  let isProven = false;
  const where = { scope: 'account', host, port } as const;
  const text = await sasl(wire, method, async (challenge) => {
    step += 1;
    if (challenge === null) return client.first;
    if (step > 2) {
      isProven = client.verify(challenge);
      return '';
    }
    return client.answer(challenge).catch((error: unknown) => {
      if (!(error instanceof ScramError)) throw error;
      throw new MailError('protocol.unexpected', error.message, { ...where, cause: error });
    });
  });
  // RFC 5034 lets the last message come with the `+OK`.
  if (isProven || client.verify(Buffer.from(text.trim(), 'base64').toString('utf8'))) return;
  throw new MailError('protocol.unexpected', 'the server cannot prove that it knows the password', where);
}

/** One exchange (RFC 5034 section 4): `respond(null)` is the initial response, later calls answer the server's challenges. */
async function sasl(
  wire: Pop3Wire,
  method: LoginMethod,
  respond: (challenge: string | null) => Promise<string>,
): Promise<string> {
  const initial = encode(await respond(null));
  const line = `AUTH ${method} ${initial}`;
  let isAskedFor = false;
  return wire.send({
    line: line.length <= MAX_COMMAND_OCTETS ? line : `AUTH ${method}`,
    shape: 'line',
    onContinue: async (challenge) => {
      // An empty challenge asks for the initial response, also of servers that have overlooked it.
      if (challenge === '' && !isAskedFor) {
        isAskedFor = true;
        return initial;
      }
      return encode(await respond(Buffer.from(challenge, 'base64').toString('utf8')));
    },
  });
}

const encode = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
