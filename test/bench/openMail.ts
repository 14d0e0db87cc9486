import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { generateMessage } from '../servers/generateMessage.ts';

const shared = resolve('../shared/corpora');

/** Mails to be opened: every n-th of the corpora and of the caniemail pages; made-up ones where those are absent. */
export function openMails(count: number, to: string): readonly Buffer[] {
  if (!existsSync(shared)) {
    console.log('open: ../shared/corpora is not there; generated mail is opened');
    return Array.from({ length: count }, (_, index) => generateMessage(7, index, { to }).raw);
  }
  const names = Object.keys(
    JSON.parse(readFileSync(join(shared, 'visible.neutral.json'), 'utf8')) as Record<string, unknown>,
  );
  const pages = readdirSync(join(shared, 'caniemail/tests'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.html'))
    .sort();
  const fifth = Math.floor(count / 5);
  return [
    ...spread(names, count - fifth).map((name) => readFileSync(join(shared, name))),
    ...spread(pages, fifth).map((name) =>
      mail(to, name, 'text/html', readFileSync(join(shared, 'caniemail/tests', name))),
    ),
  ];
}

/** What must not stop the window: 20 MB of text, of HTML, and of attachment. */
export function largeMails(to: string): readonly Buffer[] {
  const words = 'The quick brown fox jumps over the lazy dog, 다람쥐 헌 쳇바퀴에 타고파. ';
  const line = `${words}${words}https://example.org/a\r\n`;
  const text = line.repeat(Math.ceil(20e6 / Buffer.byteLength(line)));
  const row = `<tr><td style="color:#333;padding:4px">${words}</td><td><a href="https://example.org/">link</a> <b>${words}</b></td></tr>\n`;
  const html = `<html><body><table>${row.repeat(Math.ceil(20e6 / Buffer.byteLength(row)))}</table></body></html>`;
  const boundary = 'large-mail';
  const attachment = [
    `From: Large <large@example.org>\r\nTo: ${to}\r\nSubject: large attachment\r\nMIME-Version: 1.0\r\n`,
    `Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`,
    `--${boundary}\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n`,
    `--${boundary}\r\nContent-Type: application/zip; name=large.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
    base64(Buffer.alloc(15_000_000, 'naru')),
    `\r\n--${boundary}--\r\n`,
  ].join('');
  return [
    mail(to, 'large text', 'text/plain', Buffer.from(text)),
    mail(to, 'large html', 'text/html', Buffer.from(html)),
    Buffer.from(attachment),
  ];
}

function spread<T>(all: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, all.length / count);
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, index) => all[Math.floor(index * step)],
  ).filter((one) => one !== undefined);
}

function mail(to: string, subject: string, type: string, body: Buffer): Buffer {
  const head = `From: Bench <bench@example.org>\r\nTo: ${to}\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n`;
  return Buffer.from(`${head}${base64(body)}\r\n`);
}

const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll(/.{76}/gu, '$&\r\n');
