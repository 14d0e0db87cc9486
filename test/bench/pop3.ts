// POP3 download-and-delete of a whole maildrop of realistic mail (5,000 messages, 169 MB), Naru beside mpop and getmail
// against the same Dovecot in the same run (getmail over 500 messages, scaled), each in its default configuration with delivery to a Maildir. Naru has
// every message on the disk (fdatasync, then the journal) before it asks for its deletion.
// `--small` takes 500 messages; `--naru` runs Naru alone (NARU_CPU_PROF=DIR writes its profile there).
import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCollection } from '../../main/engine/pop3/pop3Session.ts';
import type { FileSystem } from '../../main/engine/store/FileSystem.ts';
import { WitnessBook } from '../../main/engine/pop3/WitnessBook.ts';
import { MessageStore } from '../../main/engine/store/MessageStore.ts';
import { nodeFileSystem } from '../../main/engine/store/nodeFileSystem.ts';
import { Transcripts } from '../../main/engine/transcript/Transcripts.ts';
import type { MailServer } from '../servers/mailServer.ts';
import { serviceUser } from '../servers/serviceUser.ts';
import { startMailServer } from '../servers/startMailServer.ts';
import { fillRealistic } from './realisticMail.ts';

const small = process.argv.includes('--small');
const alone = process.argv.includes('--naru');
const messages = small ? 500 : 5000;
const rounds = small ? 1 : 3;

interface NaruFigures {
  readonly seconds: number;
  readonly fsyncs: number;
  readonly rssMiB: number;
  readonly stored: number;
}

async function collect(directory: string, port: number, user: string, secret: string): Promise<NaruFigures> {
  let fsyncs = 0;
  const counting: FileSystem = {
    ...nodeFileSystem,
    open: async (path, mode) => {
      const file = await nodeFileSystem.open(path, mode);
      return { ...file, datasync: () => ((fsyncs += 1), file.datasync()) };
    },
  };
  const started = performance.now();
  const store = await MessageStore.open({ directory, fileSystem: counting, nowMs: Date.now });
  const inbox = await store.createFolder({ name: 'Inbox', role: 'inbox' });
  const { stored } = await runCollection({
    accountId: null,
    server: { host: '127.0.0.1', port, security: 'none', user, auth: 'password', pinnedCertificate: null },
    secret,
    transcripts: new Transcripts(Date.now, () => undefined),
    signal: new AbortController().signal,
    book: new WitnessBook([{ store, prefix: '' }]),
    inbox: inbox.id,
    policy: { leave: { policy: 'never' }, largestWholeBytes: null, wanted: new Set() },
    nowMs: Date.now,
    onProgress: () => undefined,
  });
  await store.close();
  const seconds = (performance.now() - started) / 1000;
  return { seconds, fsyncs, rssMiB: Math.round(process.resourceUsage().maxRSS / 1024), stored };
}

/** A process of its own, so that its memory is its own. */
function collectApart(directory: string, server: MailServer): NaruFigures {
  const profile = process.env['NARU_CPU_PROF'];
  const args = [
    ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
    fileURLToPath(import.meta.url),
    '--collect',
    directory,
    String(server.ports.pop3),
    server.address('alice'),
    server.password('alice'),
  ];
  const output = execFileSync(process.execPath, args, {
    encoding: 'utf8',
  });
  return JSON.parse(output) as NaruFigures;
}

/** Seconds of a run of another client; null when it is not installed. */
function other(command: 'mpop' | 'getmail', server: MailServer): number | null {
  const directory = mkdtempSync(join(tmpdir(), `naru-bench-${command}-`));
  try {
    return runOther(command, directory, server);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function runOther(command: 'mpop' | 'getmail', directory: string, server: MailServer): number | null {
  const user = server.address('alice');
  const password = server.password('alice');
  const maildir = join(directory, `${command}-mail`);
  for (const part of ['', 'tmp', 'new', 'cur']) mkdirSync(join(maildir, part), { recursive: true });
  const configuration = {
    mpop: [
      'account bench',
      `host ${server.host}`,
      `port ${server.ports.pop3}`,
      'tls off',
      'auth user',
      `user ${user}`,
      `password ${password}`,
      'keep off',
      `uidls_file ${join(directory, 'uidls')}`,
      `delivery maildir ${maildir}`,
    ],
    getmail: [
      '[retriever]',
      'type = SimplePOP3Retriever',
      `server = ${server.host}`,
      `port = ${server.ports.pop3}`,
      `username = ${user}`,
      `password = ${password}`,
      '[destination]',
      'type = Maildir',
      `path = ${maildir}/`,
      '[options]',
      'delete = true',
      'verbose = 0',
    ],
  }[command];
  const config = join(directory, `${command}rc`);
  writeFileSync(config, `${configuration.join('\n')}\n`, { mode: 0o600 });
  const args = {
    mpop: ['-C', config, '-q', 'bench'],
    getmail: [`--getmaildir=${directory}`, `--rcfile=${config}`],
  }[command];
  // getmail refuses to deliver as root.
  const { uid, gid } = serviceUser();
  for (const file of [
    directory,
    maildir,
    config,
    ...['tmp', 'new', 'cur'].map((part) => join(maildir, part)),
  ])
    chownSync(file, uid, gid);
  const started = performance.now();
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', uid, gid });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') return null;
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function bench(): Promise<void> {
  const server = await startMailServer();
  const directory = mkdtempSync(join(tmpdir(), 'naru-bench-pop3-'));
  const fill = (mark: string, count = messages): number => {
    fillRealistic(server.maildir('alice'), count, mark);
    return server.listMailbox('alice').reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  };
  const assertEmptied = (who: string): void => {
    const left = server.listMailbox('alice').length;
    if (left > 0) throw new Error(`${who} left ${left} messages behind`);
  };
  try {
    const runs: { naru: NaruFigures; mpop: number | null; getmail: number | null }[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      bytes = fill(`naru${round}`);
      const own = mkdtempSync(join(directory, 'run-'));
      const naru = collectApart(join(own, 'store'), server);
      if (naru.stored !== messages) throw new Error('not everything was collected');
      assertEmptied('Naru');
      const others = { mpop: null as number | null, getmail: null as number | null };
      for (const command of alone ? [] : (['mpop', 'getmail'] as const)) {
        // getmail starts a process per message and takes minutes: once, over a part of the mail.
        if (command === 'getmail' && round > 0) continue;
        const share = command === 'getmail' ? 500 : messages;
        fill(`${command}${round}`, share);
        const took = other(command, server);
        others[command] = took === null ? null : (took * messages) / share;
        if (others[command] !== null) assertEmptied(command);
      }
      rmSync(own, { recursive: true });
      runs.push({ naru, ...others });
      console.log(JSON.stringify({ round, messages, bytes, naru, ...others }));
    }
    const seconds = (of: (run: (typeof runs)[number]) => number | null): number | null => {
      const values = runs.flatMap((run) => of(run) ?? []);
      return values.length === 0 ? null : median(values);
    };
    const ratio = (of: 'mpop' | 'getmail'): number | null =>
      seconds((run) => {
        const theirs = run[of];
        return theirs === null ? null : run.naru.seconds / theirs;
      });
    console.log(
      JSON.stringify({
        ratio: { vsMpop: ratio('mpop'), vsGetmail: ratio('getmail') },
        fsyncs: median(runs.map(({ naru }) => naru.fsyncs)),
        rssMiB: Math.max(...runs.map(({ naru }) => naru.rssMiB)),
        seconds: {
          naru: seconds((run) => run.naru.seconds),
          mpop: seconds((run) => run.mpop),
          getmail: seconds((run) => run.getmail),
        },
        messages,
        bytes,
      }),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await server.stop();
  }
}

const [mode, directory = '', port = '0', user = '', secret = ''] = process.argv.slice(2);
if (mode === '--collect') console.log(JSON.stringify(await collect(directory, Number(port), user, secret)));
else await bench();
