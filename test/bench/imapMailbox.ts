import {
  closeSync,
  existsSync,
  fchownSync,
  futimesSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { headerText, multipart, textPart } from '../servers/messageParts.ts';
import { koreanSentences, people, sentences, subjects } from '../servers/messageWords.ts';
import { seededRandom, type SeededRandom } from '../servers/seededRandom.ts';
import { makeOwnedDirectory, serviceUser } from '../servers/serviceUser.ts';

/** `mixed`: sizes as in a mailbox of years, about 30 KB on average; `small`: about 1 KB each, for counts that matter. */
export type SizeMix = 'mixed' | 'small';

const FIRST_MS = Date.UTC(2024, 0, 5, 8, 0, 0);
const SPACING_S = 17 * 60;

/** Lines of base64 to cut attachments from: making them anew for each message would take minutes. */
const noise = seededRandom(99).bytes(1_200_000).toString('base64').match(/.{1,76}/g) ?? []; // prettier-ignore

/** Writes messages number first..first+count-1 straight into a Maildir's cur, most of them seen; returns their bytes. */
export function fillMaildir(
  maildir: string,
  mix: SizeMix,
  count: number,
  first = 0,
  mark = '',
): { readonly bytes: number } {
  const owner = serviceUser();
  for (const part of ['', 'cur', 'new', 'tmp'])
    if (!existsSync(path.join(maildir, part))) makeOwnedDirectory(path.join(maildir, part), owner);
  let bytes = 0;
  for (let index = first; index < first + count; index += 1) {
    const random = seededRandom(Math.imul(index + 1, 0x9e3779b1));
    const raw = Buffer.from(message(random, index, mix));
    const seconds = FIRST_MS / 1000 + index * SPACING_S;
    const flags = random.below(100) < 85 ? (random.below(10) === 0 ? 'RS' : 'S') : '';
    const name = `${seconds}.M${String(index).padStart(8, '0')}${mark}.bench,S=${raw.length},W=${raw.length}:2,${flags}`;
    const file = openSync(path.join(maildir, 'cur', name), 'wx', 0o600);
    try {
      writeSync(file, raw);
      fchownSync(file, owner.uid, owner.gid);
      futimesSync(file, seconds, seconds);
    } finally {
      closeSync(file);
    }
    bytes += raw.length;
  }
  return { bytes };
}

/** Removes the files of the first `count` messages; Dovecot sees them as expunged. */
export function removeFirst(maildir: string, count: number): void {
  const files = readdirSync(path.join(maildir, 'cur')).sort().slice(0, count);
  for (const file of files) rmSync(path.join(maildir, 'cur', file));
}

function message(random: SeededRandom, index: number, mix: SizeMix): string {
  const korean = random.below(4) === 0;
  const from = random.pick(people.filter((person) => person.korean === korean));
  const subject = `${random.pick(korean ? subjects.korean : subjects.english)} #${index}`;
  const head = [
    'Return-Path: <bounce@elsewhere.test>',
    ...Array.from(
      { length: mix === 'small' ? 1 : 2 + random.below(4) },
      (_, hop) =>
        `Received: from mx${hop}.elsewhere.test (mx${hop}.elsewhere.test [192.0.2.${random.below(250)}])\r\n\tby mail.example.test with ESMTPS id ${random.bytes(6).toString('hex')};\r\n\tMon, 05 Jan 2026 08:00:0${hop} +0000`,
    ),
    ...(mix === 'small'
      ? []
      : [
          `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=elsewhere.test; s=mail;\r\n\tb=${noise.slice(index % 9000, (index % 9000) + 4).join('\r\n\t ')}`,
        ]),
    `From: ${headerText(from.name)} <${from.address}>`,
    `To: ${index % 3 === 0 ? 'Alice Example <alice@example.test>, ' : ''}<bob@example.test>`,
    ...(index % 5 === 0 ? ['Cc: "Team, all of it" <team@example.test>'] : []),
    `Subject: ${headerText(subject)}`,
    `Date: ${new Date(FIRST_MS + index * SPACING_S * 1000).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <bench.${index}@elsewhere.test>`,
    ...(index > 5 && random.below(3) === 0
      ? [
          `In-Reply-To: <bench.${index - 3}@elsewhere.test>`,
          `References: <bench.${index - 5}@elsewhere.test>\r\n <bench.${index - 3}@elsewhere.test>`,
        ]
      : []),
    'MIME-Version: 1.0',
  ];
  return `${head.join('\r\n')}\r\n${body(random, index, mix, korean)}`;
}

function body(random: SeededRandom, index: number, mix: SizeMix, korean: boolean): string {
  const words = korean ? koreanSentences : sentences;
  if (mix === 'small') return textPart('plain', prose(random, words, 300));
  const kind = random.below(100);
  if (kind < 55) return textPart('plain', prose(random, words, 1000 + random.below(6000)));
  if (kind < 95) {
    const rows = prose(random, words, 3000 + random.below(12_000))
      .split('\n')
      .map((line) => `<tr><td style="font-family:sans-serif;padding:0 12px;color:#333333">${line}</td></tr>`);
    const html = `<!doctype html><html><head><style>td{font-size:14px}</style></head><body><table>${rows.join('\n')}</table></body></html>\n`;
    return multipart('alternative', `alt-${index}`, [
      textPart('plain', prose(random, words, 3000)),
      textPart('html', html),
    ]);
  }
  const start = random.below(4000);
  const lines = noise.slice(start, start + 300 + random.below(8000)).join('\r\n');
  return multipart('mixed', `mix-${index}`, [
    textPart('plain', prose(random, words, 1500)),
    `Content-Type: application/pdf; name="report ${index}.pdf"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="report ${index}.pdf"\r\n\r\n${lines}\r\n`,
  ]);
}

function prose(random: SeededRandom, words: readonly string[], length: number): string {
  const lines: string[] = [];
  for (let written = 0; written < length;) {
    const line = random.pick(words);
    lines.push(line);
    written += line.length + 1;
  }
  return `${lines.join('\n')}\n`;
}
