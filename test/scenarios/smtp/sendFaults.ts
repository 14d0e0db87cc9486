import type { OutboxItem, OutboxState } from '../../../preload/contract/index.ts';
import { MailError } from '../../../preload/contract/index.ts';
import { SmtpSubmission } from '../../../main/engine/smtp/SmtpSubmission.ts';
import { attachment, bytesOf, compose, newDraft } from '../../unit/main/smtp/composeFixture.ts';
import {
  drop,
  hang,
  startScriptedSmtpServer,
  type ScriptedSmtpServer,
  type SmtpScript,
} from '../../unit/main/smtp/scriptedSmtpServer.ts';
import { newTranscripts, settings } from '../../unit/main/smtp/submissionFixture.ts';
import { enqueue, startHarness, type Harness } from '../../unit/main/outbox/outboxFixture.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { secret } from './attempt.ts';

/** A case against a server that answers by script: where the message ends, and how often the server takes it. */
interface ServerFault {
  readonly script: SmtpScript;
  readonly ends: string;
  readonly taken: number;
  /** For these people; bob alone by default. */
  readonly to?: string;
  /** The words of the server or the recipient that the failure must name. */
  readonly names?: RegExp;
}

const pipelining = ['AUTH PLAIN', 'PIPELINING'];
/** Loses whatever came in the same packet behind the first command. */
const losesCommands = (): SmtpScript => ({ extensions: pipelining, losesPipelined: true });

const faults: Readonly<Record<string, ServerFault>> = {
  'smtp-srv-rcpt-temp': { script: { rcpt: '450 4.2.0 greylisted' }, ends: 'retrying smtp.deferred', taken: 0, names: /greylisted/ },
  'smtp-srv-rcpt-5xx': { script: { rcpt: '550 5.1.1 no such user' }, ends: 'refused smtp.recipientRefused', taken: 0, names: /bob@burger\.test/ },
  'smtp-srv-rcpt-mixed': { script: { rcpt: (line) => (line.includes('carol') ? '550 5.1.1 no carol' : '250 ok') }, to: 'bob@burger.test carol@burger.test', ends: 'partlyRefused smtp.recipientRefused', taken: 1, names: /carol/ },
  'smtp-srv-mail-5xx': { script: { mail: '550 5.7.1 not you' }, ends: 'refused smtp.senderRefused', taken: 0, names: /not you/ },
  'smtp-srv-data-5xx': { script: { message: '554 5.7.1 looks like spam' }, ends: 'refused smtp.messageRefused', taken: 0, names: /spam/ },
  'smtp-srv-data-4xx': { script: { message: '451 4.3.0 later' }, ends: 'retrying smtp.deferred', taken: 0, names: /later/ },
  'smtp-srv-data-drop-before-dot': { script: { data: drop }, ends: 'retrying network.closed', taken: 0 },
  'smtp-srv-data-drop-after-dot': { script: { message: drop }, ends: 'uncertain smtp.outcomeUnknown', taken: 0 },
  'smtp-srv-data-hang-after-dot': { script: { message: hang }, ends: 'uncertain smtp.outcomeUnknown', taken: 0 },
  'smtp-srv-size-limit': { script: { extensions: ['AUTH PLAIN', 'SIZE 1000'] }, ends: 'refused smtp.tooLarge', taken: 0 },
  'smtp-srv-greet-421': { script: { greeting: '421 4.3.2 try later' }, ends: 'retrying smtp.deferred', taken: 0, names: /try later/ },
  'smtp-srv-greet-554': { script: { greeting: '554 no' }, ends: 'retrying mail.refused', taken: 0 },
  'smtp-srv-multi-line-endless': { script: { ehlo: '250-more\r\n'.repeat(20_000) }, ends: 'retrying protocol.garbage', taken: 0 },
  'smtp-srv-auth-535': { script: { auth: '535 5.7.8 wrong' }, ends: 'retrying auth.wrongPassword', taken: 0, names: /wrong/ },
  'smtp-srv-auth-454': { script: { auth: '454 4.7.0 not now' }, ends: 'retrying auth.unavailable', taken: 0, names: /not now/ },
  'smtp-srv-pipelining-lie': { script: losesCommands(), to: 'bob@burger.test carol@burger.test', ends: 'filed', taken: 1 },
  'smtp-srv-8bit-lie': { script: { extensions: ['AUTH PLAIN'] }, ends: 'filed', taken: 1 },
}; // prettier-ignore

const isDone = ({ state }: OutboxItem): boolean =>
  !['queued', 'sending', 'waiting', 'accepted'].includes(state.name) &&
  !(state.name === 'partlyRefused' && !state.filed);
const wordsOf = (state: OutboxState): string =>
  'error' in state ? `${state.name} ${state.error.code}` : state.name;

/** An outbox whose messages go to this port over real SMTP. */
async function outboxTo(server: ScriptedSmtpServer): Promise<Harness> {
  const harness = await startHarness();
  harness.ports = {
    ...harness.ports,
    submissionFor: async () =>
      new SmtpSubmission({
        server: settings(server.port),
        secret,
        accountId: null,
        transcripts: newTranscripts(),
        limits: { connectTimeoutMs: 3000, silenceTimeoutMs: 400, pipeliningStallMs: 150 },
      }),
  };
  await harness.reopen();
  return harness;
}

const faultScenarios: readonly Scenario[] = Object.entries(faults).map(([name, fault]) => ({
  name,
  run: async (): Promise<Finding> => {
    const server = await startScriptedSmtpServer(fault.script);
    const harness = await outboxTo(server);
    try {
      await enqueue(harness, 'draft-1', fault.to === undefined ? {} : { to: fault.to });
      const item = await harness.until(isDone);
      const broken = checks(server, harness, item, fault.taken);
      if (wordsOf(item.state) !== fault.ends) broken.push(`ended as ${wordsOf(item.state)}`);
      if (fault.names !== undefined && !fault.names.test(JSON.stringify(item)))
        broken.push('the reason is not named');
      return { outcome: wordsOf(item.state), broken };
    } finally {
      await harness.stop();
      await server.close();
    }
  },
}));

/** What holds in every case: at most once there, exactly once in Sent if there, the text never lost. */
function checks(server: ScriptedSmtpServer, harness: Harness, item: OutboxItem, taken: number): string[] {
  const broken: string[] = [];
  if (server.taken.length !== taken) broken.push(`taken ${server.taken.length} times`);
  const copies = harness.mailbox.copies.filter(({ messageId }) => messageId === item.messageId).length;
  if (copies !== taken) broken.push(`${copies} copies in Sent`);
  if (!harness.outbox.list().some(({ id }) => id === item.id)) broken.push('gone from the outbox');
  if (server.complete.some((body) => /^bcc:/im.test(body))) broken.push('Bcc on the wire');
  return broken;
}

/** A case with an outbox and a server that is well: what else may happen on the way. */
const life = (
  name: string,
  play: (
    harness: Harness,
    server: ScriptedSmtpServer,
  ) => Promise<{ readonly outcome: string; readonly broken: readonly string[] }>,
): Scenario => ({
  name,
  run: async () => {
    const server = await startScriptedSmtpServer({});
    const harness = await outboxTo(server);
    try {
      return await play(harness, server);
    } finally {
      await harness.stop();
      await server.close();
    }
  },
});

const filed = ({ state }: OutboxItem): boolean => state.name === 'filed';

const lifeScenarios: readonly Scenario[] = [
  {
    name: 'smtp-srv-too-many-rcpt',
    run: async () => {
      let asked = 0;
      const server = await startScriptedSmtpServer({
        mail: () => {
          asked = 0;
          return '250 ok';
        },
        rcpt: () => ((asked += 1) > 100 ? '452 4.5.3 too many recipients' : '250 ok'),
      });
      const harness = await outboxTo(server);
      try {
        const to = Array.from({ length: 150 }, (_value, index) => `p${index}@burger.test`).join(' ');
        await enqueue(harness, 'many', { to });
        await harness.passTime(120_000, () => harness.outbox.list().every(filed));
        const [item] = harness.outbox.list();
        const { taken } = server;
        const broken = taken.length === 2 ? [] : [`${taken.length} messages`];
        if (item?.recipients.some(({ status }) => status !== 'accepted')) broken.push('somebody is left');
        if (harness.mailbox.copies.length !== 1) broken.push(`${harness.mailbox.copies.length} copies`);
        return { outcome: `in two goes: ${item?.state.name ?? ''}`, broken };
      } finally {
        await harness.stop();
        await server.close();
      }
    },
  },
  life('smtp-srv-undo-send', async (harness, server) => {
    const item = await enqueue(harness, 'undone', { undoSeconds: 8 });
    harness.clock.advance(7999);
    const draft = await harness.outbox.editAgain({ outboxId: item.id });
    harness.clock.advance(60_000);
    const broken =
      server.lines.length === 0 && draft.id === 'undone' ? [] : [`sent all the same: ${server.lines.join()}`];
    return { outcome: 'taken back in the last millisecond', broken };
  }),
  life('smtp-srv-kill-after-250', async (harness, server) => {
    harness.mailbox.failures = 1000;
    await enqueue(harness);
    await harness.until(({ state }) => state.name === 'accepted');
    // The program ends here; the next one finds `accepted` and files.
    harness.mailbox.failures = 0;
    await harness.reopen();
    const item = await harness.until(filed);
    return { outcome: 'filed after a restart', broken: checks(server, harness, item, 1) };
  }),
  life('smtp-srv-sent-append-fail', async (harness, server) => {
    harness.mailbox.failures = 3;
    await enqueue(harness);
    await harness.passTime(60_000, () => harness.outbox.list().every(filed));
    const [item] = harness.outbox.list();
    return {
      outcome: 'filed at the fourth try',
      broken: item === undefined ? ['gone'] : checks(server, harness, item, 1),
    };
  }),
  life('smtp-srv-schedule', async (harness, server) => {
    const sendAt = harness.clock.now() + 3_600_000;
    await enqueue(harness, 'later', { sendAt });
    harness.clock.advance(1_800_000);
    const early = server.lines.length;
    await harness.reopen();
    // A computer that slept wakes long after.
    await harness.passTime(10 * 3_600_000, () => harness.outbox.list().every(filed));
    const item = await harness.until(filed);
    return {
      outcome: 'left once, after its time',
      broken: [...(early === 0 ? [] : ['too early']), ...checks(server, harness, item, 1)],
    };
  }),
  life('smtp-srv-bcc-leak', async (harness, server) => {
    const draft = newDraft({ bcc: [{ name: 'Secret', address: 'spy@burger.test' }] });
    await harness.outbox.enqueue({ draft, undoSeconds: 0, sendAt: null });
    await harness.until(filed);
    const [body = ''] = server.taken;
    const broken = /bcc|spy@|Secret/i.test(body) ? ['the hidden recipient is in the bytes'] : [];
    if (!server.lines.includes('RCPT TO:<spy@burger.test>')) broken.push('the hidden recipient got nothing');
    return { outcome: 'sent to all, named to none', broken };
  }),
  life('smtp-srv-attachment-gone', async (harness, server) => {
    harness.ports = {
      ...harness.ports,
      // eslint-disable-next-line require-yield -- there is nothing to yield
      readBlob: async function* () {
        throw new MailError('blob.unknown', 'gone', { subject: 'f' });
      },
    };
    await harness.reopen();
    const draft = newDraft({ attachments: [attachment('f', Buffer.from('x'))] });
    const refused = await harness.outbox.enqueue({ draft, undoSeconds: 0, sendAt: null }).then(
      () => 'queued',
      (error: unknown) => (error instanceof MailError ? error.code : String(error)),
    );
    return {
      outcome: refused,
      broken: refused === 'blob.unknown' && server.lines.length === 0 ? [] : [refused],
    };
  }),
  life('smtp-srv-draft-dup', async (harness, server) => {
    for (let count = 0; count < 3; count += 1) await enqueue(harness, 'same');
    const item = await harness.until(filed);
    await enqueue(harness, 'same');
    return { outcome: 'one draft, one message', broken: checks(server, harness, item, 1) };
  }),
  life('smtp-srv-draft-offline', async (harness, server) => {
    const bytes = await bytesOf(compose(newDraft({ subject: 'edited here' })));
    await harness.outbox.enqueue({
      draft: newDraft({ subject: 'edited here' }),
      undoSeconds: 0,
      sendAt: null,
    });
    // The other device's version under the same id comes too late: it is not sent besides.
    await harness.outbox.enqueue({
      draft: newDraft({ subject: 'edited there' }),
      undoSeconds: 0,
      sendAt: null,
    });
    const item = await harness.until(filed);
    const broken = checks(server, harness, item, 1);
    if (!server.taken[0]?.includes('edited here') || bytes.length === 0)
      broken.push('not the version that was sent');
    return { outcome: 'the version that was sent, once', broken };
  }),
];

/** By the case's name in `authored-faults`. */
export const sendScenarios: readonly Scenario[] = [...faultScenarios, ...lifeScenarios];
