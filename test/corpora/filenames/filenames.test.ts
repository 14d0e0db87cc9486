import { expect, it } from 'vitest';
import { parseMessage } from '../../../main/engine/mime/parseMessage.ts';
import { Uid } from '../../../preload/contract/index.ts';
import { isDangerousType } from '../../../renderer/domain/trust/dangerousType.ts';
import { safeFileName } from '../../../renderer/domain/trust/safeFileName.ts';
import { readRows, reportGate, type CaseResult } from '../gate.ts';

/** A header of an attachment and, in words, what must become of its name. */
interface FileNameRow {
  readonly id: string;
  readonly header: string;
  readonly must: string;
}

/** What the words of `must` ask of a saved name; those about how a file is written are tests of the writing code. */
const demands: Readonly<Record<string, (saved: string, isWarned: boolean) => boolean>> = {
  'name-traverse': (saved) => saved === 'bashrc',
  'name-traverse-win': (saved) => saved === 'x.dll',
  'name-abs-win': (saved, isWarned) => saved === 'a.exe' && isWarned,
  'name-nul': (saved, isWarned) => saved.endsWith('.exe') && isWarned,
  'name-rlo': (saved, isWarned) => saved === 'annexefdp.exe' && isWarned,
  'name-trailing-dot': (saved, isWarned) => saved === 'evil.exe' && isWarned,
  'name-trailing-space': (saved, isWarned) => saved === 'evil.exe' && isWarned,
  'name-reserved': (saved) => saved === '_CON',
  'name-reserved-sup': (saved) => saved === '_COM¹.txt',
  'name-slash-enc': (saved) => saved === 'a%2f..%2fb',
  'name-newline': (saved) => saved === 'a b.pdf',
  'name-amp': (saved) => saved === 'a&amp;b.pdf',
  'name-glob': (saved) => saved === '__.pdf',
  'name-rfc2231-traverse': (saved) => saved === 'x',
  'name-rfc2047': (saved) => saved === 'é.pdf',
  'name-conflict': (saved, isWarned) => saved === 'b.exe' && isWarned,
  'name-ics': (saved, isWarned) => saved === 'a.ics' && !isWarned,
};

const rows = readRows<FileNameRow>('authored-filenames/vectors.json');

it.skipIf(rows.length === 0)('saves every attachment under a name that is safe and honest', async () => {
  const results: CaseResult[] = [];
  for (const { id, header, must } of rows) {
    const { name, type } = await attachmentOf(header);
    const saved = safeFileName(name, 'attachment');
    const isWarned = isDangerousType(name, type);
    const wantsFallback = must.startsWith('fallback');
    const isRight =
      isSafe(saved) &&
      (!/\bwarned\b/.test(must) || isWarned) &&
      (!wantsFallback || saved === 'attachment') &&
      (!must.includes('extension kept') || saved.endsWith('.pdf')) &&
      (demands[id]?.(saved, isWarned) ?? true);
    results.push({
      id,
      isRight,
      isControl: id === 'name-ics',
      want: must,
      got: { name: name.slice(0, 80), saved: saved.slice(0, 80), isWarned },
    });
  }
  const all = reportGate('filenames', { 'authored-filenames': results });
  expect(all.falseAlarms).toBe(0);
  expect(all.share).toBeGreaterThanOrEqual(0.98);
});

/** What holds of every name: one part of a path, one line, no hidden character, no device, short enough. */
function isSafe(name: string): boolean {
  return (
    name !== '' &&
    !/[/\\:*?"<>|]|[\p{Cc}\p{Default_Ignorable_Code_Point}]|^\.|[. ]$/u.test(name) &&
    !/^(con|prn|aux|nul|(com|lpt)[\d¹²³])(\.|$)/iu.test(name) &&
    Buffer.byteLength(name) <= 255 &&
    Buffer.from(name).toString() === name
  );
}

async function attachmentOf(header: string): Promise<{ readonly name: string; readonly type: string }> {
  const type = /^content-type:/imu.test(header) ? '' : 'Content-Type: application/octet-stream\r\n';
  const part = `${header.replace(/\r?\n/gu, '\r\n')}\r\n${type}\r\nx\r\n`;
  const mail = `From: a@b.test\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\ntext\r\n--z\r\n${part}--z--\r\n`;
  const { attachments } = await parseMessage(Buffer.from(mail, 'utf8'), Uid.parse(1));
  const first = attachments[0];
  if (first === undefined) throw new Error(`no attachment from ${header}`);
  return first;
}
