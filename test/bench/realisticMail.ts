import {
  chmodSync,
  copyFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { koreanSentences, sentences } from '../servers/messageWords.ts';
import { seededRandom, type SeededRandom } from '../servers/seededRandom.ts';
import { serviceUser } from '../servers/serviceUser.ts';

/** Raised when the messages change: the cached ones of before are not used then. */
const version = 1;

/**
 * Fills a Maildir's `new` with messages of the sizes real mail has (34 KB on average: seven of ten short texts, two
 * newsletters in quoted-printable, the rest with an attachment of 60 to 420 KB). Generated once per machine. `mark`
 * makes their names new: a server remembers those of messages it has deleted.
 */
export function fillRealistic(maildir: string, count: number, mark: string): void {
  const cache = join(tmpdir(), `naru-bench-mail-${version}-${count}`);
  if (!existsSync(cache)) generate(cache, count);
  const { uid, gid } = serviceUser();
  for (const part of ['', 'tmp', 'cur', 'new']) {
    mkdirSync(join(maildir, part), { recursive: true });
    chownSync(join(maildir, part), uid, gid);
  }
  for (const name of readdirSync(cache)) {
    const file = join(maildir, 'new', name.replace('.naru', `${mark}.naru`));
    copyFileSync(join(cache, name), file);
    chownSync(file, uid, gid);
    chmodSync(file, 0o600);
  }
}

function generate(cache: string, count: number): void {
  const unfinished = `${cache}.part-${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (let index = 0; index < count; index += 1) {
    const raw = message(seededRandom(index + 1), index);
    writeFileSync(
      join(unfinished, `1700000000.M${String(index).padStart(8, '0')}.naru,S=${raw.length},W=${raw.length}`),
      raw,
    );
  }
  renameSync(unfinished, cache);
}

function message(random: SeededRandom, index: number): Buffer {
  const kind = random.below(100);
  const head = [
    ...Array.from(
      { length: 4 },
      (_, hop) =>
        `Received: from hop${hop}.example.test (hop${hop}.example.test [192.0.2.${hop + 1}])\r\n\tby hop${hop + 1}.example.test with ESMTPS id ${random.bytes(12).toString('hex')}\r\n\tfor <alice@example.test>; Sat, 21 Nov 2026 06:0${hop}:00 +0900`,
    ),
    `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.test; s=one;\r\n\tb=${wrapped(random.bytes(256)).trim().replaceAll('\r\n', '\r\n\t')}`,
    `Message-ID: <${random.bytes(16).toString('hex')}@example.test>`,
    'Date: Sat, 21 Nov 2026 06:04:00 +0900',
    'From: "Bob Example" <bob@example.test>',
    'To: alice@example.test',
    `Subject: =?UTF-8?B?${Buffer.from(`${random.pick(koreanSentences).slice(0, 12)} ${index}`).toString('base64')}?=`,
    'MIME-Version: 1.0',
  ];
  if (kind < 70) {
    const body = prose(random, 2000 + random.below(9000));
    return Buffer.from([...head, 'Content-Type: text/plain; charset=utf-8', '', body].join('\r\n'));
  }
  const boundary = `=_${random.bytes(12).toString('hex')}`;
  const part = (type: string, encoding: string, body: string): string =>
    `--${boundary}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`;
  const isNewsletter = kind < 92;
  const parts = isNewsletter
    ? part('text/plain; charset=utf-8', '8bit', prose(random, 6000)) +
      part(
        'text/html; charset=utf-8',
        'quoted-printable',
        quotedPrintable(random, 20_000 + random.below(30_000)),
      )
    : part('text/plain; charset=utf-8', '8bit', prose(random, 1500)) +
      part(
        'application/pdf; name="report.pdf"',
        'base64',
        wrapped(random.bytes(45_000 + random.below(270_000))),
      );
  const type = `multipart/${isNewsletter ? 'alternative' : 'mixed'}; boundary="${boundary}"`;
  return Buffer.from([...head, `Content-Type: ${type}`, '', `${parts}--${boundary}--`, ''].join('\r\n'));
}

/** Lines as people write them; now and then one that begins with a dot, or with `From `, as those do. */
function prose(random: SeededRandom, length: number): string {
  let text = '';
  while (text.length < length) {
    const line = random.pick(random.below(4) === 0 ? koreanSentences : sentences);
    const first = random.below(60);
    text += `${first === 0 ? '.' : first === 1 ? 'From ' : ''}${line}\r\n`;
  }
  return text;
}

function quotedPrintable(random: SeededRandom, length: number): string {
  let text = '';
  while (text.length < length)
    text += `<td style=3D"padding:4px">${random.pick(sentences).slice(0, 40)}</td>=\r\n`;
  return text;
}

const wrapped = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
