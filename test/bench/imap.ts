/// <reference types="vite/types/importMeta.d.ts" />
// IMAP download and resync, Naru beside mbsync and a bare socket, against the same Dovecot with a warm index. See
// README.md for what each figure is.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MailServer } from '../servers/mailServer.ts';
import { startMailServer } from '../servers/startMailServer.ts';
import type { MeasureInChromium } from './imapBenchTypes.ts';
import { runEngine, type EngineFigures, type EngineJob } from './imapEngine.ts';
import { fillMaildir, removeFirst, type SizeMix } from './imapMailbox.ts';
import { timeMbsync } from './imapMbsync.ts';
import { BareClient, SUMMARY_QUERY, timeBareFetch } from './imapRaw.ts';

const flags = process.argv.slice(2);
const small = flags.includes('--small');
const MESSAGES = small ? 3000 : 20_000;
const MANY = small ? 10_000 : 100_000;
const DELTA = { flags: 20, gone: 5, added: 10 };

const say = (line: Readonly<Record<string, unknown>>): void => console.log(JSON.stringify(line));

/** A process of its own, so that its memory is its own and the server's work is not in it. */
async function engine(
  server: MailServer,
  user: string,
  job: Partial<EngineJob> & Pick<EngineJob, 'kind'>,
): Promise<EngineFigures> {
  const whole: EngineJob = {
    host: server.host,
    port: server.ports.imap,
    user: server.address(user),
    secret: server.password(user),
    cursor: null,
    uidValidity: 1,
    uids: [],
    ...job,
  };
  const file = path.join(server.directory, 'job.json');
  writeFileSync(file, JSON.stringify(whole), { mode: 0o600 });
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--engine', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error('the engine failed');
  return JSON.parse(output) as EngineFigures;
}

async function startServer(
  directory: string,
  mix: SizeMix,
  user: string,
  count: number,
): Promise<MailServer> {
  const server = await startMailServer({ directory });
  // Dovecot makes the user's home, as the user it runs as.
  (await BareClient.login(server, user)).close();
  const started = performance.now();
  const { bytes } = fillMaildir(maildir(server, user), mix, count);
  say({ what: 'mailbox', messages: count, bytes, seconds: (performance.now() - started) / 1000 });
  return server;
}

const maildir = (server: MailServer, user: string): string =>
  path.join(server.directory, 'mail', user, 'Maildir');

/** What another client did meanwhile. */
async function change(server: MailServer, user: string, mix: SizeMix, count: number): Promise<void> {
  const client = await BareClient.login(server, user);
  await client.run('SELECT INBOX');
  await client.run(`UID STORE ${count - 500}:${count - 501 + DELTA.flags} +FLAGS.SILENT (\\Flagged)`);
  client.close();
  removeFirst(maildir(server, user), DELTA.gone);
  fillMaildir(maildir(server, user), mix, DELTA.added, count);
  // Dovecot's own work on what changed on its disk is in nobody's figure.
  const after = await BareClient.login(server, user);
  await after.run('SELECT INBOX');
  await after.run(`UID FETCH ${count + 1}:* ${SUMMARY_QUERY}`);
  after.close();
}

const expectChanges = ({ changes }: EngineFigures): void => {
  if (changes.added !== DELTA.added || changes.flags < DELTA.flags || changes.vanished !== `1:${DELTA.gone}`)
    throw new Error(`the changes were not seen: ${JSON.stringify(changes)}`);
};

interface Resyncs {
  readonly naruSeconds: number;
  readonly naruDeltaSeconds: number;
  readonly mbsyncSeconds: number;
  readonly mbsyncDeltaSeconds: number;
  readonly rssMiB: number;
}

/** Nothing changed, then a small delta; the mbsync directory is in step with the server when this begins. */
async function resyncs(
  server: MailServer,
  mix: SizeMix,
  user: string,
  count: number,
  cursor: string | null,
  mbsyncDirectory: string,
): Promise<Resyncs> {
  const naru = await engine(server, user, { kind: 'resync', cursor });
  const mbsyncSeconds = await timeMbsync(server, user, mbsyncDirectory, true);
  await change(server, user, mix, count);
  const delta = await engine(server, user, { kind: 'resync', cursor: naru.cursor });
  expectChanges(delta);
  const mbsyncDeltaSeconds = await timeMbsync(server, user, mbsyncDirectory, true);
  const figures = {
    naruSeconds: naru.seconds,
    naruDeltaSeconds: delta.seconds,
    mbsyncSeconds,
    mbsyncDeltaSeconds,
    rssMiB: Math.max(naru.rssMiB, delta.rssMiB),
  };
  say({ what: 'resync', messages: count, ...figures });
  return figures;
}

async function chromium(server: MailServer, user: string): ReturnType<MeasureInChromium> {
  const modules = import.meta.glob<{ measureInChromium: MeasureInChromium }>('./imapInChromium.ts');
  const load = modules['./imapInChromium.ts'];
  if (load === undefined || flags.includes('--no-chromium'))
    return { headersSeconds: NaN, fullSeconds: NaN, firstListMs: NaN, resyncSeconds: NaN, rssMiB: 0 };
  const { measureInChromium } = await load();
  const figures = await measureInChromium({ server, user, messages: MESSAGES });
  say({ what: 'chromium', ...figures });
  return figures;
}

async function bench(): Promise<void> {
  // On the disk, not in memory: mbsync writes a file a message, durably, and so would anybody.
  const base = mkdtempSync(path.join(tmpdir(), 'nb-'));
  // Dovecot's own user has to get through it.
  chmodSync(base, 0o711);
  const sub = (name: string): string => {
    mkdirSync(path.join(base, name));
    return path.join(base, name);
  };
  const servers: MailServer[] = [];
  try {
    const server = await startServer(sub('d'), 'mixed', 'alice', MESSAGES);
    servers.push(server);
    // Twice: the first fills the server's own cache, for everybody.
    const cold = await timeBareFetch(server, 'alice', SUMMARY_QUERY);
    const rawHeaders = await timeBareFetch(server, 'alice', SUMMARY_QUERY);
    const rawFull = await timeBareFetch(server, 'alice', '(UID BODY.PEEK[])');
    say({ what: 'bare socket', coldHeaders: cold.seconds, headers: rawHeaders, full: rawFull });

    const headers = await engine(server, 'alice', { kind: 'headers' });
    if (headers.messages !== MESSAGES) throw new Error(`${headers.messages} headers of ${MESSAGES}`);
    say({ what: 'engine, headers', ...headers, cursor: undefined });
    const uids = Array.from({ length: MESSAGES }, (_, index) => MESSAGES - index);
    const bodies = await engine(server, 'alice', { kind: 'bodies', uidValidity: headers.uidValidity, uids });
    if (bodies.messages !== MESSAGES) throw new Error(`${bodies.messages} bodies of ${MESSAGES}`);
    say({ what: 'engine, bodies', ...bodies, cursor: undefined });

    const mbsyncSeconds = await timeMbsync(server, 'alice', sub('m'), true);
    say({ what: 'mbsync, all', seconds: mbsyncSeconds });
    const inChromium = await chromium(server, 'alice');
    const short = await resyncs(server, 'mixed', 'alice', MESSAGES, headers.cursor, path.join(base, 'm'));

    let long: Resyncs | null = null;
    if (!flags.includes('--no-many')) {
      const large = await startServer(sub('l'), 'small', 'bob', MANY);
      servers.push(large);
      await timeBareFetch(large, 'bob', SUMMARY_QUERY);
      const all = await engine(large, 'bob', { kind: 'headers' });
      say({ what: 'engine, headers of many', ...all, cursor: undefined });
      await timeMbsync(large, 'bob', sub('n'), false);
      long = await resyncs(large, 'small', 'bob', MANY, all.cursor, path.join(base, 'n'));
      long = { ...long, rssMiB: Math.max(long.rssMiB, all.rssMiB) };
    }
    const naruHeaders = Number.isNaN(inChromium.headersSeconds) ? headers.seconds : inChromium.headersSeconds;
    const naruFull = Number.isNaN(inChromium.fullSeconds)
      ? headers.seconds + bodies.seconds
      : inChromium.fullSeconds;
    const result = {
      firstListMs: Number.isNaN(inChromium.firstListMs) ? headers.firstListMs : inChromium.firstListMs,
      rssMiB: Math.max(headers.rssMiB, bodies.rssMiB, short.rssMiB, long?.rssMiB ?? 0, inChromium.rssMiB),
      ratio: {
        headersVsMbsync: naruHeaders / mbsyncSeconds,
        fullVsMbsync: naruFull / mbsyncSeconds,
        headersVsRaw: headers.seconds / rawHeaders.seconds,
        // The worse of the two: nothing changed, and a small delta.
        resync100kVsMbsync:
          long === null
            ? null
            : Math.max(
                long.naruSeconds / long.mbsyncSeconds,
                long.naruDeltaSeconds / long.mbsyncDeltaSeconds,
              ),
      },
      seconds: {
        mbsyncFull: mbsyncSeconds,
        rawHeaders: rawHeaders.seconds,
        rawFull: rawFull.seconds,
        engineHeaders: headers.seconds,
        engineBodies: bodies.seconds,
        ...(Number.isNaN(inChromium.headersSeconds)
          ? {}
          : {
              chromiumHeaders: inChromium.headersSeconds,
              chromiumFull: inChromium.fullSeconds,
              chromiumResync: inChromium.resyncSeconds,
            }),
        resync: short.naruSeconds,
        delta: short.naruDeltaSeconds,
        mbsyncResync: short.mbsyncSeconds,
        mbsyncDelta: short.mbsyncDeltaSeconds,
        ...(long === null
          ? {}
          : {
              resyncMany: long.naruSeconds,
              deltaMany: long.naruDeltaSeconds,
              mbsyncResyncMany: long.mbsyncSeconds,
              mbsyncDeltaMany: long.mbsyncDeltaSeconds,
            }),
      },
      messages: { headersAndBodies: MESSAGES, many: long === null ? 0 : MANY },
      inChromium: !Number.isNaN(inChromium.headersSeconds),
    };
    console.log(JSON.stringify(result));
  } finally {
    for (const server of servers) await server.stop();
    rmSync(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

const [mode, file = ''] = flags;
if (mode === '--engine' && existsSync(file))
  console.log(JSON.stringify(await runEngine(JSON.parse(readFileSync(file, 'utf8')) as EngineJob)));
else await bench();
