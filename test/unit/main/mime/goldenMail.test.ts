import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseMessage, summarizeSource } from '../../../../main/engine/mime/parseMessage.ts';
import { MessageBody, Uid } from '../../../../preload/contract/index.ts';

const folder = new URL('../../../fixtures/mail/', import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.eml') ? [file.slice(0, -4)] : []));

/** NNN-what.json: what NNN-what.eml must say; what it does not mention is not asked. */
const Expected = z.strictObject({
  subject: z.string(),
  from_: z.array(z.object({ name: z.string(), address: z.string() })).optional(),
  date: z.null().optional(),
  text: z.string().optional(),
  html: z.string().optional(),
  protection: z.enum(['signed', 'encrypted']).optional(),
  nested: z
    .array(z.object({ depth: z.number(), subject: z.string(), from: z.string(), text: z.string() }))
    .optional(),
  attachments: z.array(z.object({ name: z.string(), type: z.string(), sizeBytes: z.number() })).default([]),
});

const plain = (text: string): string => text.replace(/\r\n/g, '\n').replace(/ +$/gm, '').trim();

describe('authored mail', () => {
  it.each(names)('%s', async (name) => {
    const source = readFileSync(new URL(`${name}.eml`, folder));
    const expected = Expected.parse(JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')));
    const body = await parseMessage(source, Uid.parse(1));
    const summary = await summarizeSource(source);
    expect(MessageBody.parse(body)).toEqual(body);
    expect(summary.attachments.map(({ partId }) => partId)).toEqual(
      body.attachments.map(({ partId }) => partId),
    );
    expect({
      subject: summary.subject,
      ...(expected.from_ && { from_: summary.from }),
      ...(expected.date !== undefined && { date: summary.date }),
      ...(expected.text !== undefined && { text: plain(body.text ?? '') }),
      ...(expected.html !== undefined && {
        html: body.html?.includes(expected.html) === true ? expected.html : body.html,
      }),
      ...(body.nested !== undefined && {
        nested: body.nested.map(({ depth, subject, from, text }) => ({
          depth,
          subject,
          from: from.map(({ address }) => address).join(),
          text: plain(text ?? ''),
        })),
      }),
      ...(body.protection !== undefined && { protection: body.protection }),
      attachments: body.attachments.map((info) => ({
        name: info.name,
        type: info.type,
        sizeBytes: info.sizeBytes,
      })),
    }).toEqual(expected);
  });
});
