import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isTnef, readTnef, type TnefContent } from '../../../main/engine/mime/tnef.ts';
import { reportGate, type CaseResult } from '../gate.ts';
import { sha256 } from '../mime/normalForms.ts';
import { corporaFolder } from '../mime/readExpectations.ts';

const folder = `${corporaFolder}mimekit-tnef/tnef/`;
const names = existsSync(folder)
  ? readdirSync(folder).flatMap((file) => (file.endsWith('.tnef') ? [file.slice(0, -5)] : []))
  : [];
if (names.length === 0) console.log(`SKIPPED: no TNEF beside the project (${folder})`);

/** The expected text files have been checked out with LF. */
const lf = (bytes: Buffer): string => bytes.toString('latin1').replace(/\r\n/g, '\n');
/** Objects are expected with the 16 bytes that name their interface, which are no part of the file. */
const INTERFACE_ID = 16;

function holds({ files, rtf, html }: TnefContent, want: Buffer): boolean {
  const got = files.map(({ bytes }) => bytes);
  if (rtf !== null) got.push(rtf);
  if (html !== null) got.push(Buffer.from(html, 'utf8'), Buffer.from(html, 'latin1'));
  const object = want.subarray(INTERFACE_ID);
  // A message in the message is unpacked: its own files are among the expected ones.
  const inner = [want, object].find(isTnef);
  if (inner !== undefined) return readTnef(inner) !== null;
  return got.some((bytes) => bytes.equals(want) || bytes.equals(object) || lf(bytes) === lf(want));
}

it.skipIf(names.length === 0)('unpacks every winmail.dat', () => {
  const results = names.flatMap((name): CaseResult[] => {
    const content = readTnef(readFileSync(`${folder}${name}.tnef`));
    const files = existsSync(`${folder}${name}`) ? readdirSync(`${folder}${name}`) : [];
    return files.map((file) => {
      const want = readFileSync(`${folder}${name}/${file}`);
      return {
        id: `${name}/${file}`,
        isRight: content !== null && holds(content, want),
        want: sha256(want),
        got: content?.files.map(({ name: own, bytes }) => [own, bytes.length]),
      };
    });
  });
  expect(reportGate('tnef', { 'mimekit-tnef': results }).share).toBe(1);
});
