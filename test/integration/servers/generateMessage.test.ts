import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { generateMessage, messageKinds } from '../../servers/generateMessage.ts';

describe('generateMessage', () => {
  it('gives the same bytes for the same arguments, others for others', () => {
    const hashes = (seed: number): string[] =>
      Array.from({ length: 50 }, (_, index) => generateMessage(seed, index).sha256);
    expect(hashes(1)).toEqual(hashes(1));
    expect(new Set([...hashes(1), ...hashes(2)]).size).toBe(100);
  });

  it('answers only earlier messages of the same sequence, with rising dates', () => {
    const messages = Array.from({ length: 300 }, (_, index) => generateMessage(7, index));
    const earlier = new Set<string>();
    let replies = 0;
    for (const { messageId, inReplyTo } of messages) {
      if (inReplyTo !== undefined) {
        replies += 1;
        expect(earlier).toContain(inReplyTo);
      }
      earlier.add(messageId);
    }
    expect(replies).toBeGreaterThan(20);
    expect(messages.map(({ date }) => date.getTime())).toEqual(
      messages.map(({ date }) => date.getTime()).sort((a, b) => a - b),
    );
  });

  it.each(messageKinds)('%s says to another parser what it says of itself', async (kind) => {
    for (let index = 1; index < 20; index += 1) {
      const message = generateMessage(3, index, { kinds: [kind] });
      const parsed = await simpleParser(message.raw);
      expect({
        messageId: parsed.messageId,
        inReplyTo: parsed.inReplyTo,
        subject: parsed.subject,
        from: parsed.from?.value[0],
        date: parsed.date,
        attachments: parsed.attachments.map(({ filename, content }) => ({ filename, content })),
      }).toEqual({
        messageId: `<${message.messageId}>`,
        inReplyTo: message.inReplyTo === undefined ? undefined : `<${message.inReplyTo}>`,
        subject: message.subject,
        from: { name: message.from.name, address: message.from.address },
        date: message.date,
        attachments: message.attachments.map(({ fileName, content }) => ({ filename: fileName, content })),
      });
      expect(message.raw.toString('latin1')).not.toMatch(/[^\r]\n|[^\t\n\r\x20-\x7e]|[^\r\n]{999}/);
    }
  });
});
