import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { z } from 'zod';

/** Others' mail, beside the project and never in it; tests skip where it is absent. */
export const corporaFolder = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));
export const hasCorpora = existsSync(join(corporaFolder, 'visible.neutral.json'));

const text = z.object({ value: z.string() });
const addresses = z.object({ value: z.array(z.object({ name: z.string(), address: z.string() })) });

/** What independent parsers agree on for one mail; a field they dispute is absent. */
const Expectation = z.object({
  subject: text.optional(),
  from: addresses.optional(),
  to: addresses.optional(),
  messageId: text.optional(),
  date: z.object({ value: z.string().nullable() }).optional(),
  attachments: z.object({ value: z.array(z.object({ sha: z.string() })) }).optional(),
  text: z.object({ sha256: z.string(), head: z.string(), length: z.number() }).optional(),
});
export type Expectation = z.infer<typeof Expectation>;

export function readExpectations(): ReadonlyMap<string, Expectation> {
  const file = readFileSync(join(corporaFolder, 'visible.neutral.json'), 'utf8');
  return new Map(Object.entries(z.record(z.string(), Expectation).parse(JSON.parse(file))));
}

export const readMail = (name: string): Uint8Array => readFileSync(join(corporaFolder, name));
