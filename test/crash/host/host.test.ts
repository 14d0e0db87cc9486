import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account, HostApi, Incoming, ServerSettings } from '../../../preload/contract/index.ts';
import { freePorts } from '../../servers/freePorts.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { seededRandom } from '../../servers/seededRandom.ts';
import { SinkSmtp } from '../../servers/sinkSmtp.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { buildHost } from './buildHost.ts';
import { Drafting } from './Drafting.ts';
import { HostProcess, type HostProcessOptions } from './HostProcess.ts';
import { Receiving } from './Receiving.ts';
import { Sending, untilKilled } from './Sending.ts';

const kills = Number(process.env['NARU_KILLS'] ?? 20);
const seed = Number(process.env['NARU_SEED'] ?? Date.now() % 1_000_000);
const random = seededRandom(seed);
/** A kill falls somewhere in this time after the work has begun; a whole round of it takes a little longer. */
const windowMs = 450;
/** Every so many kills one falls while the host starts (and mends what the last one left). */
const startKillEvery = 5;
const waitingMessages = 300;
const messagesPerRound = 6;

describe.skipIf(!isAvailable())('kill -9 of the host (skipped where Dovecot is not installed)', () => {
  let server: MailServer;
  let sink: SinkSmtp;
  let options: HostProcessOptions;
  let host: HostProcess;
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-host-crash-'));

  beforeAll(async () => {
    const script = await buildHost();
    server = await startMailServer();
    // Slow enough for kills to fall between the final dot and its answer.
    const message = (): Promise<'accept'> => delay(random.below(12)).then(() => 'accept');
    sink = await SinkSmtp.start({ rules: { message } });
    const [port = 0] = await freePorts(1, '127.0.0.1');
    options = { script, port, dataDir };
  });
  afterAll(async () => {
    await host?.kill();
    await sink?.stop();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });

  const settings = (user: string, port: number): ServerSettings => ({
    host: '127.0.0.1',
    port,
    security: 'none',
    user: server.address(user),
    auth: 'password',
    pinnedCertificate: null,
  });
  const addAccount = (api: HostApi, user: string, incoming: Incoming): Promise<Account> =>
    api['accounts.add']({
      account: {
        label: user,
        incoming,
        outgoing: settings(user, sink.port),
        identities: [{ id: 'main', name: user, address: server.address(user), replyTo: null, signature: '' }],
      },
      secrets: { incoming: server.password(user), outgoing: server.password(user) },
    });

  it(`${kills} kills while it receives, sends and saves drafts (seed ${seed})`, async () => {
    const startedAt = Date.now();
    host = new HostProcess(options);
    const first = await host.connect();
    const { id: bob } = await addAccount(first.api, 'bob', {
      protocol: 'pop3',
      server: settings('bob', server.ports.pop3),
      leaveOnServer: { policy: 'never' },
    });
    const { id: alice } = await addAccount(first.api, 'alice', {
      protocol: 'imap',
      server: settings('alice', server.ports.imap),
    });
    const receiving = new Receiving(server, seed);
    const sending = new Sending(alice, sink, server, random);
    const drafting = new Drafting(alice);
    const during = { start: 0, receive: 0, send: 0, idle: 0 };
    let breaks = 0;

    first.close();
    await host.kill();

    for (let kill = 1; kill <= kills; kill += 1) {
      host = new HostProcess(options);
      if (kill % startKillEvery === 0) {
        await delay(random.below(windowMs));
        await host.kill();
        during.start += 1;
        continue;
      }
      const client = await host.connect();
      // One attempt at a time: a kill can leave one message uncertain, never two.
      if ((await sending.answerUncertain(client.api)) > 1) breaks += 1;
      receiving.deliver(waitingMessages - receiving.waitingCount);
      sending.write(messagesPerRound);
      const running = { receive: true, send: true };
      const work = Promise.all([
        untilKilled(
          client.api['collect.run']({ accountId: bob }).then(() => {
            running.receive = false;
          }),
        ),
        untilKilled(
          sending.finish(client).then(() => {
            running.send = false;
          }),
        ),
        untilKilled(drafting.writeOn(client.api)),
      ]);
      const killAfterMs = random.below(windowMs);
      await delay(killAfterMs / 2);
      receiving.deliver(10);
      await delay(killAfterMs / 2);
      await host.kill();
      if (running.receive) during.receive += 1;
      if (running.send) during.send += 1;
      if (!running.receive && !running.send) during.idle += 1;
      await work;
    }

    host = new HostProcess(options);
    const client = await host.connect();
    if ((await sending.answerUncertain(client.api)) > 1) breaks += 1;
    await Promise.all([receiving.finish(client.api, bob), sending.finish(client)]);
    const received = await receiving.compare(client.api, bob);
    const missingDrafts = await drafting.missing(client.api);
    client.close();
    if ((await host.end()) !== 0) breaks += 1;
    const taken = sending.compareTaken();
    const filed = sending.compareFiled();

    breaks += [received, taken, filed].reduce((sum, { foreign }) => sum + foreign.length, 0);
    const lost = received.lost.length + taken.lost.length + filed.lost.length + missingDrafts.length;
    const duplicated = received.doubled.length + taken.doubled.length + filed.doubled.length;
    console.log(
      [
        `seed ${seed}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s; uncertain: ${JSON.stringify(sending.uncertainCounts)}`,
        row('operation', 'messages', 'kills', 'lost', 'doubled'),
        row('receive (POP3)', receiving.deliveredCount, during.receive, received.lost.length, received.doubled.length),
        row('send (SMTP)', sending.enqueuedCount, during.send, taken.lost.length, taken.doubled.length),
        row('file in Sent', sending.enqueuedCount, during.send, filed.lost.length, filed.doubled.length),
        row('save drafts', drafting.savedCount, kills - during.start, missingDrafts.length, 0),
        row('start', '-', during.start, '-', '-'),
        row('nothing to do', '-', during.idle, '-', '-'),
        JSON.stringify({ runs: kills, lost, duplicated, breaks }),
      ].join('\n'),
    ); // prettier-ignore
    const nothing = { lost: [], doubled: [], foreign: [] };
    expect({ received, taken, filed, missingDrafts, breaks }).toEqual({
      received: nothing,
      taken: nothing,
      filed: nothing,
      missingDrafts: [],
      breaks: 0,
    });
  });
});

const row = (name: string, ...cells: readonly (string | number)[]): string =>
  name.padEnd(16) + cells.map((cell) => String(cell).padStart(10)).join('');
