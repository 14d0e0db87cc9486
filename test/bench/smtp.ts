// Sending, Naru beside msmtp (one large message) and beside nodemailer's bare pool (many small ones), all to the same
// sink in a process of its own. Naru does all it does for a person: a draft with a file of the blob store, composed,
// its bytes and the outbox's journal on the disk (fdatasync) before, during and after each attempt. Filing in Sent is
// the mailbox's work, not the sending server's: the mailbox here answers that the copy is there already.
import { spawn, spawnSync, execFileSync, type ChildProcess } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';
import { createOutbox, type Outbox } from '../../main/engine/outbox/Outbox.ts';
import { systemClock } from '../../main/engine/platform/systemClock.ts';
import { SmtpSubmission } from '../../main/engine/smtp/SmtpSubmission.ts';
import { BlobStore } from '../../main/engine/store/BlobStore.ts';
import { Transcripts } from '../../main/engine/transcript/Transcripts.ts';
import { BlobId, Draft, FolderPath, type DraftAttachment } from '../../preload/contract/index.ts';

const small = process.argv.includes('--small');
const messages = small ? 100 : 1000;
const largeBytes = (small ? 2 : 20) * 1024 * 1024;
const rounds = Number(/--rounds=(\d+)/.exec(process.argv.join(' '))?.[1] ?? (small ? 3 : 5));

// ---------------------------------------------------------------- the sink

/** Speaks SMTP with PIPELINING, counts messages by their final dot and throws them away. As cheap as can be. */
function runSink(): void {
  let taken = 0;
  let bytes = 0;
  const server = createServer((socket: Socket) => {
    let inBody = false;
    let rest = '';
    let tail = '\r\n';
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const commands = (text: string): string | null => {
      rest += text;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end).toUpperCase();
        rest = rest.slice(end + 2);
        if (line.startsWith('EHLO')) say('250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 100000000');
        else if (line === 'DATA') {
          say('354 go');
          inBody = true;
          tail = '\r\n';
          const after = rest;
          rest = '';
          return after === '' ? null : after;
        } else if (line === 'QUIT') socket.end('221 bye\r\n');
        else if (line === 'X-COUNT') say(`250 ${taken} ${bytes}`);
        else say('250 ok');
      }
      return null;
    };
    socket.setNoDelay(true);
    say('220 sink ESMTP');
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      let left: Buffer | null = chunk;
      while (left !== null) {
        if (!inBody) {
          const more = commands(left.toString('latin1'));
          left = more === null ? null : Buffer.from(more, 'latin1');
          continue;
        }
        const joined: Buffer = Buffer.concat([Buffer.from(tail, 'latin1'), left]);
        const dot = joined.indexOf('\r\n.\r\n');
        bytes += left.length;
        if (dot < 0) {
          tail = joined.subarray(-4).toString('latin1');
          left = null;
        } else {
          taken += 1;
          inBody = false;
          say('250 2.0.0 taken');
          left = joined.length > dot + 5 ? joined.subarray(dot + 5) : null;
        }
      }
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object' && address !== null) console.log(String(address.port));
  });
}

async function startSink(): Promise<{ port: number; process: ChildProcess }> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--sink'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
    child.once('exit', () => reject(new Error('the sink ended')));
  });
  return { port, process: child };
}

async function countTaken(port: number): Promise<number> {
  const { connect } = await import('node:net');
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('X-COUNT\r\n'));
    let text = '';
    socket.once('error', reject).on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const count = /^250 (\d+)/m.exec(text)?.[1];
      if (count === undefined) return;
      socket.destroy();
      resolve(Number(count));
    });
  });
}

// ---------------------------------------------------------------- Naru, in a process of its own

interface NaruFigures {
  readonly seconds: number;
  readonly rssMiB: number;
}

const newDraft = (index: number, attachments: readonly DraftAttachment[] = []): Draft =>
  Draft.parse({
    id: `draft-${index}`,
    accountId: 'account-1',
    identityId: 'main',
    to: [{ name: 'Bob', address: 'bob@burger.test' }],
    cc: [],
    bcc: [],
    subject: `Message ${index}`,
    html: smallHtml(index),
    attachments,
    inReplyTo: null,
    references: [],
    updatedAt: 1,
  });

const smallHtml = (index: number): string =>
  `<p>Hello Bob, this is message ${index}.</p><p>${'All well here. '.repeat(20)}</p>`;

async function openOutbox(
  directory: string,
  port: number,
  blobs: BlobStore,
): Promise<{ outbox: Outbox; whenSent: (count: number) => Promise<void> }> {
  const transcripts = new Transcripts(Date.now, () => undefined);
  let wake = (): void => undefined;
  let taken = 0;
  const outbox = await createOutbox({
    directory: join(directory, 'outbox'),
    clock: systemClock,
    logger: { log: (_level, _scope, message, fields) => console.error(message, fields) },
    emit: () => wake(),
    readBlob: (blobId) => blobs.stream(blobId),
    identityFor: () => ({
      id: 'main',
      name: 'Alice',
      address: 'alice@crepes.test',
      replyTo: null,
      signature: '',
    }),
    submissionFor: async () => {
      const submission = new SmtpSubmission({
        server: {
          host: '127.0.0.1',
          port,
          security: 'none',
          user: '',
          auth: 'none',
          pinnedCertificate: null,
        },
        secret: '',
        accountId: null,
        transcripts,
      });
      return {
        submit: async (request) => {
          const outcome = await submission.submit(request);
          if (outcome.kind === 'accepted') taken += 1;
          return outcome;
        },
        close: () => submission.close(),
      };
    },
    mailboxFor: async () => ({
      listFolders: async () => [
        {
          path: FolderPath.parse('Sent'),
          name: 'Sent',
          delimiter: '/',
          parent: null,
          role: 'sent' as const,
          subscribed: true,
          selectable: true,
          total: null,
          unseen: null,
        },
      ],
      createFolder: async () => undefined,
      holdsMessageId: async () => true,
      fileCopy: async () => undefined,
    }),
    language: () => 'en',
  });
  const written = (): number =>
    outbox.list().filter(({ state }) => state.name === 'accepted' || state.name === 'filed').length;
  const whenSent = async (count: number): Promise<void> => {
    // The list is long: it is looked at when the server has taken all, until all of that is written down.
    await new Promise<void>((resolve) => {
      wake = () => (taken >= count ? resolve() : undefined);
      wake();
    });
    await new Promise<void>((resolve) => {
      wake = () => (written() >= count ? resolve() : undefined);
      wake();
    });
  };
  return { outbox, whenSent };
}

const figures = (started: number): NaruFigures => ({
  seconds: (performance.now() - started) / 1000,
  rssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
});

async function sendSmall(directory: string, port: number): Promise<NaruFigures> {
  const blobs = await BlobStore.open({ directory: join(directory, 'blobs'), nowMs: Date.now });
  const { outbox, whenSent } = await openOutbox(directory, port, blobs);
  const started = performance.now();
  await Promise.all(
    Array.from({ length: messages }, (_value, index) =>
      outbox.enqueue({ draft: newDraft(index), undoSeconds: 0, sendAt: null }),
    ),
  );
  await whenSent(messages);
  const result = figures(started);
  await outbox.close();
  return result;
}

/** The file was attached while the message was written: that is not sending, nor is its memory. */
async function attach(directory: string, file: string): Promise<string> {
  const blobs = await BlobStore.open({ directory: join(directory, 'blobs'), nowMs: Date.now });
  const id = await blobs.create();
  for await (const piece of createReadStream(file)) await blobs.append(id, piece as Buffer); // no encoding is set
  await blobs.finish(id);
  return id;
}

async function sendLarge(directory: string, port: number, blobId: string): Promise<NaruFigures> {
  const blobs = await BlobStore.open({ directory: join(directory, 'blobs'), nowMs: Date.now });
  const { outbox, whenSent } = await openOutbox(directory, port, blobs);
  const started = performance.now();
  const attachment = {
    blobId: BlobId.parse(blobId),
    name: 'large.bin',
    type: 'application/octet-stream',
    sizeBytes: largeBytes,
    contentId: null,
  };
  await outbox.enqueue({ draft: newDraft(0, [attachment]), undoSeconds: 0, sendAt: null });
  await whenSent(1);
  const result = figures(started);
  await outbox.close();
  return result;
}

/** A process of its own, so that its memory is its own. */
function apart(mode: string, ...args: string[]): NaruFigures {
  const flags = small ? ['--small'] : [];
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), mode, ...args, ...flags], {
    encoding: 'utf8',
    timeout: 120_000,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as NaruFigures;
}

// ---------------------------------------------------------------- the others

/** msmtp sends bytes that are ready; making them is not counted for it. */
function msmtp(port: number, messageFile: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    'sh',
    [
      '-c',
      `exec msmtp --host=127.0.0.1 --port=${port} --tls=off --auth=off --from=alice@crepes.test bob@burger.test < "$0"`,
      messageFile,
    ],
    { encoding: 'utf8', timeout: 60_000 },
  );
  if (status !== 0) throw new Error(`msmtp failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}

async function pool(port: number): Promise<number> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    ignoreTLS: true,
    pool: true,
    maxMessages: Infinity,
  });
  const started = performance.now();
  await Promise.all(
    Array.from({ length: messages }, (_value, index) =>
      transport.sendMail({
        from: 'alice@crepes.test',
        to: 'bob@burger.test',
        subject: `Message ${index}`,
        text: `Hello Bob, this is message ${index}.\n\n${'All well here. '.repeat(20)}`,
        html: smallHtml(index),
      }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  transport.close();
  return seconds;
}

// ---------------------------------------------------------------- side by side

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function bench(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'naru-bench-smtp-'));
  const sink = await startSink();
  try {
    const file = join(directory, 'large.bin');
    const content = Buffer.alloc(largeBytes);
    for (let at = 0; at < content.length; at += 4)
      content.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, at);
    writeFileSync(file, content);
    const messageFile = join(directory, 'large.eml');
    const body = content.toString('base64').replace(/.{76}/g, '$&\n');
    writeFileSync(
      messageFile,
      `From: alice@crepes.test\nTo: bob@burger.test\nSubject: large\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n${body}\n`,
    );
    const runs: { large: NaruFigures; msmtpSeconds: number; many: NaruFigures; poolSeconds: number }[] = [];
    let expected = 0;
    const check = async (more: number): Promise<void> => {
      expected += more;
      const taken = await countTaken(sink.port);
      if (taken !== expected) throw new Error(`the sink took ${taken} messages of ${expected}`);
    };
    for (let round = 0; round < rounds; round += 1) {
      const run = (): string => mkdtempSync(join(directory, 'run-'));
      const msmtpSeconds = msmtp(sink.port, messageFile);
      await check(1);
      const own = run();
      const large = apart('--large', own, String(sink.port), await attach(own, file));
      await check(1);
      const poolSeconds = await pool(sink.port);
      await check(messages);
      const many = apart('--many', run(), String(sink.port));
      await check(messages);
      runs.push({ large, msmtpSeconds, many, poolSeconds });
      console.log(JSON.stringify({ round, large, msmtpSeconds, many, poolSeconds }));
    }
    const largeVsMsmtp = median(runs.map(({ large, msmtpSeconds }) => large.seconds / msmtpSeconds));
    const smallVsPool = median(runs.map(({ many, poolSeconds }) => many.seconds / poolSeconds));
    console.log(
      JSON.stringify({
        ratio: { largeVsMsmtp, smallVsPool },
        rssMiB: Math.max(...runs.map(({ large }) => large.rssMiB)),
        seconds: {
          large: median(runs.map(({ large }) => large.seconds)),
          msmtp: median(runs.map(({ msmtpSeconds }) => msmtpSeconds)),
          small: median(runs.map(({ many }) => many.seconds)),
          pool: median(runs.map(({ poolSeconds }) => poolSeconds)),
        },
        rssManyMiB: Math.max(...runs.map(({ many }) => many.rssMiB)),
        messages,
        largeBytes,
      }),
    );
  } finally {
    sink.process.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

const [mode, directory = '', port = '0', file = ''] = process.argv.slice(2);
if (mode === '--sink') runSink();
else if (mode === '--many') console.log(JSON.stringify(await sendSmall(directory, Number(port))));
else if (mode === '--large') console.log(JSON.stringify(await sendLarge(directory, Number(port), file)));
else await bench();
