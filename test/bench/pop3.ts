// POP3 download-and-delete of a whole maildrop, Naru beside mpop against the same Dovecot. Naru has every message
// on the disk (fdatasync, then the journal) before it asks for its deletion.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCollection } from '../../main/engine/pop3/pop3Session.ts';
import type { FileSystem } from '../../main/engine/store/FileSystem.ts';
import { MessageStore } from '../../main/engine/store/MessageStore.ts';
import { nodeFileSystem } from '../../main/engine/store/nodeFileSystem.ts';
import { Transcripts } from '../../main/engine/transcript/Transcripts.ts';
import type { MailServer } from '../servers/mailServer.ts';
import { startMailServer } from '../servers/startMailServer.ts';

const small = process.argv.includes('--small');
const messages = small ? 500 : 5000;
const rounds = 3;

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
    store,
    inbox: inbox.id,
    policy: { policy: 'never' },
    nowMs: Date.now,
    onProgress: () => undefined,
  });
  await store.close();
  const seconds = (performance.now() - started) / 1000;
  return { seconds, fsyncs, rssMiB: Math.round(process.resourceUsage().maxRSS / 1024), stored };
}

/** A process of its own, so that its memory is its own. */
function collectApart(directory: string, server: MailServer): NaruFigures {
  const args = [
    '--collect',
    directory,
    String(server.ports.pop3),
    server.address('alice'),
    server.password('alice'),
  ];
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), ...args], {
    encoding: 'utf8',
  });
  return JSON.parse(output) as NaruFigures;
}

function mpop(directory: string, server: MailServer): number {
  const config = join(directory, 'mpoprc');
  const lines = [
    'account bench',
    `host ${server.host}`,
    `port ${server.ports.pop3}`,
    'tls off',
    'auth user',
    `user ${server.address('bob')}`,
    `password ${server.password('bob')}`,
    'keep off',

    `uidls_file ${join(directory, 'uidls')}`,
    `delivery mbox ${join(directory, 'mbox')}`,
  ];
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  const started = performance.now();
  const { status, stderr } = spawnSync('mpop', ['-C', config, '-q', 'bench'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mpop failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function bench(): Promise<void> {
  const server = await startMailServer();
  const directory = mkdtempSync(join(tmpdir(), 'naru-bench-pop3-'));
  try {
    const runs: { naru: NaruFigures; mpopSeconds: number }[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      server.fillMailbox('alice', messages, { seed: round });
      bytes = server.listMailbox('alice').reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
      const own = mkdtempSync(join(directory, 'run-'));
      const naru = collectApart(join(own, 'store'), server);
      if (naru.stored !== messages || server.listMailbox('alice').length > 0)
        throw new Error('not everything was collected');
      server.fillMailbox('bob', messages, { seed: round });
      const mpopSeconds = mpop(own, server);
      const left = server.listMailbox('bob').length;
      if (left > 0) throw new Error(`mpop left ${left} messages behind`);
      rmSync(own, { recursive: true });
      runs.push({ naru, mpopSeconds });
      console.log(JSON.stringify({ round, messages, bytes, naru, mpopSeconds }));
    }
    const naruSeconds = median(runs.map(({ naru }) => naru.seconds));
    const mpopSeconds = median(runs.map((run) => run.mpopSeconds));
    const vsMpop = median(runs.map(({ naru, mpopSeconds: other }) => naru.seconds / other));
    const fsyncs = median(runs.map(({ naru }) => naru.fsyncs));
    const rssMiB = Math.max(...runs.map(({ naru }) => naru.rssMiB));
    console.log(
      JSON.stringify({
        ratio: { vsMpop },
        fsyncs,
        rssMiB,
        seconds: { naru: naruSeconds, mpop: mpopSeconds },
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
