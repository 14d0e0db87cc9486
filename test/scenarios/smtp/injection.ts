import { composeMessage } from '../../../main/engine/smtp/composeMessage.ts';
import { SmtpSubmission } from '../../../main/engine/smtp/SmtpSubmission.ts';
import type { MessageSource } from '../../../main/engine/smtp/submission.ts';
import { MailError, type Draft, type Identity } from '../../../preload/contract/index.ts';
import { readMimeTree } from '../../../main/engine/mime/mimeTree.ts';
import { attachment, bytesOf, identity, newDraft } from '../../unit/main/smtp/composeFixture.ts';
import { startScriptedSmtpServer, type ScriptedSmtpServer } from '../../unit/main/smtp/scriptedSmtpServer.ts';
import { newRequest, newTranscripts, settings } from '../../unit/main/smtp/submissionFixture.ts';
import { injectionVectors } from '../corpora.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { attempt } from './attempt.ts';

/** Where a value stands in what a person wrote or answers to. */
const places: Readonly<
  Record<string, (value: string) => { draft?: Partial<Draft>; identity?: Partial<Identity> }>
> = {
  to: (value) => ({ draft: { to: [{ name: '', address: value }] } }),
  from: (value) => ({ identity: { address: value } }),
  subject: (value) => ({ draft: { subject: value } }),
  'display-name': (value) => ({ draft: { to: [{ name: value, address: 'bob@burger.test' }] } }),
  'message-id-reply': (value) => ({ draft: { inReplyTo: value } }),
  references: (value) => ({ draft: { references: [value] } }),
  filename: (value) => ({ draft: { attachments: [attachment('f', Buffer.from('file'), { name: value })] } }),
};

export const injectionScenarios: readonly Scenario[] = injectionVectors('smtp').map((vector) => ({
  name: vector.id,
  run: async (): Promise<Finding> => {
    const server = await startScriptedSmtpServer({
      extensions: ['AUTH PLAIN', 'PIPELINING', 'SIZE 1000000', 'CHUNKING', 'DSN'],
    });
    try {
      if (vector.field === 'body') return await wholeBody(server, vector.id, vector.value);
      if (vector.field === 'helo-hostname') return await fixedName(server);
      const place = places[vector.field];
      if (place === undefined) return { outcome: 'not written', broken: ['this suite does not play it'] };
      return await headerValue(server, place(vector.value));
    } finally {
      await server.close();
    }
  },
}));

const allowedHeaders =
  /^(from|to|cc|reply-to|subject|date|message-id|in-reply-to|references|mime-version|content-type|content-transfer-encoding|content-disposition|content-id)$/;

/** The commands of one message to these people, and nothing else. */
function commandFaults(server: ScriptedSmtpServer, to: readonly string[]): string[] {
  const verbs = server.lines.map((line) => line.split(/[ :]/)[0] ?? '');
  const expected = ['EHLO', 'AUTH', 'MAIL', ...to.map(() => 'RCPT'), 'DATA', 'QUIT'];
  const broken =
    verbs.join() === expected.join() ? [] : [`commands: ${server.lines.join(' | ').slice(0, 300)}`];
  const asked = server.lines.flatMap((line) => /^RCPT TO:<([^>]*)>/.exec(line)?.[1] ?? []);
  if (asked.join() !== to.join()) broken.push(`recipients: ${asked.join()}`);
  return broken;
}

async function headerValue(
  server: ScriptedSmtpServer,
  at: ReturnType<(typeof places)[string]>,
): Promise<Finding> {
  let composed: ReturnType<typeof composeMessage>;
  try {
    composed = composeMessage(
      newDraft(at.draft ?? {}),
      { ...identity, ...at.identity },
      {
        readBlob: async function* () {
          yield Buffer.from('file');
        },
        now: () => 0,
        newId: () => 'fixed-id',
      },
    );
  } catch (error) {
    const named = error instanceof MailError && error.code === 'address.invalid';
    return { outcome: 'refused before sending', broken: named ? [] : [`refused by ${String(error)}`] };
  }
  const bytes = await bytesOf(composed);
  const { words } = await attempt(server.port, {}, { envelope: composed.envelope, source: { bytes } });
  const broken = words === 'accepted' ? commandFaults(server, ['bob@burger.test']) : [words];
  const { root } = readMimeTree(Buffer.from(server.taken[0] ?? '', 'latin1'));
  for (const part of [root, ...root.children, ...root.children.flatMap(({ children }) => children)])
    for (const { key } of part.fields)
      if (!allowedHeaders.test(key)) broken.push(`a header of its own: ${key}`);
  if (/[^\r]\n|\r[^\n]|\0/.test(server.taken[0] ?? '')) broken.push('a bare CR, LF or NUL on the wire');
  return { outcome: 'cleaned', broken };
}

/** Our name in EHLO is always the same: nothing of the machine or of a setting reaches it. */
async function fixedName(server: ScriptedSmtpServer): Promise<Finding> {
  const { words } = await attempt(server.port);
  const broken = commandFaults(server, ['bob@burger.test', 'carol@burger.test']);
  if (server.lines[0] !== 'EHLO [127.0.0.1]') broken.push(server.lines[0] ?? '');
  return { outcome: words, broken };
}

const message = (body: string): Buffer => Buffer.from(`Subject: hi\r\n\r\n${body}`, 'latin1');

async function wholeBody(server: ScriptedSmtpServer, id: string, value: string): Promise<Finding> {
  if (id.includes('utf8-local')) {
    const { words } = await attempt(
      server.port,
      {},
      { envelope: { from: 'alice@crepes.test', to: [value.split(' ')[0] ?? ''] } },
    );
    const commands = server.lines.filter((line) => /^(MAIL|RCPT|DATA)/.test(line));
    return { outcome: words, broken: [...(words === 'refused address.invalid' ? [] : [words]), ...commands] };
  }
  const body = id.includes('split-chunk') ? 'a\r\n.\r\nx' : value;
  const sent = message(body);
  const submission = new SmtpSubmission({
    server: settings(server.port),
    secret: '',
    accountId: null,
    transcripts: newTranscripts(),
  });
  const source: MessageSource = { bytes: sent };
  const outcome = await submission.submit(newRequest({ source }));
  await submission.close();
  const broken = commandFaults(server, ['bob@burger.test', 'carol@burger.test']);
  if (outcome.kind !== 'accepted') broken.push(outcome.kind);
  if (server.taken.length !== 1) broken.push(`${server.taken.length} messages`);
  const lines = sent.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n');
  const expected = lines.endsWith('\r\n') ? lines : `${lines}\r\n`;
  if (server.taken[0] !== expected) broken.push(`other bytes: ${JSON.stringify(server.taken[0])}`);
  if (server.lines.some((line) => line.startsWith('BDAT'))) broken.push('BDAT');
  return { outcome: 'one message, the same lines', broken };
}
