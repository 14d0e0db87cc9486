import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseMessage, summarizeSource } from '../../../main/engine/mime/parseMessage.ts';
import { Uid } from '../../../preload/contract/index.ts';
import { normalText } from '../mime/normalForms.ts';

/** One mail of `test/fixtures/charsets`: its bytes and what they must say. */
export const CharsetCase = z.strictObject({
  id: z.string(),
  /** Base64 of the exact bytes. */
  source: z.string(),
  /** What the account's mail is likely written in, where the case says so. */
  languages: z.array(z.string()).optional(),
  expected: z.strictObject({
    subject: z.string(),
    from: z.string(),
    text: z.string().optional(),
    html: z.string().optional(),
    files: z.array(z.string()).optional(),
  }),
});
export type CharsetCase = z.infer<typeof CharsetCase>;

export const readCharsetCases = (): readonly CharsetCase[] =>
  z
    .array(CharsetCase)
    .parse(JSON.parse(readFileSync(new URL('../../fixtures/charsets/cases.json', import.meta.url), 'utf8')));

/**
 * Characters that have one code in a Japanese charset and two code points, one by JIS and one by Microsoft; the reader
 * answers as browsers do (WHATWG Encoding).
 */
const twins: Readonly<Record<string, string>> = {
  '\u301c': '\uff5e',
  '\u2016': '\u2225',
  '\u2212': '\uff0d',
  '\u2015': '\u2014',
  '\u30fb': '\u00b7',
};
const normal = (text: string): string =>
  normalText(text).replace(/[\u301c\u2016\u2212\u2015\u30fb]/g, (char) => twins[char] ?? char);

/** What the reader says of the fields a case asks for, in the case's own form. */
export async function readCase({
  source,
  languages,
  expected,
}: CharsetCase): Promise<CharsetCase['expected']> {
  const bytes = Buffer.from(source, 'base64');
  const choice = languages === undefined ? {} : { languages };
  const body = await parseMessage(bytes, Uid.parse(1), choice);
  const summary = await summarizeSource(bytes, choice);
  return {
    subject: normal(summary.subject),
    from: normal(summary.from[0]?.name ?? ''),
    ...(expected.text !== undefined && { text: normal(body.text ?? '') }),
    ...(expected.html !== undefined && {
      html: normal(/<body>([^]*)<\/body>/.exec(body.html ?? '')?.[1] ?? ''),
    }),
    ...(expected.files !== undefined && { files: body.attachments.map(({ name }) => normal(name)) }),
  };
}

export const normalExpectation = (expected: CharsetCase['expected']): CharsetCase['expected'] => ({
  subject: normal(expected.subject),
  from: normal(expected.from),
  ...(expected.text !== undefined && { text: normal(expected.text) }),
  ...(expected.html !== undefined && { html: normal(expected.html) }),
  ...(expected.files !== undefined && { files: expected.files.map(normal) }),
});
