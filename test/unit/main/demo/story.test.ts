import { simpleParser, type AddressObject } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composeSeedMail, type Person, type SeedMail } from '../../../../main/demo/seed/composeSeedMail.ts';
import { tellStory } from '../../../../main/demo/seed/tellStory.ts';

const NOW = Date.UTC(2026, 10, 21, 8);
const story = tellStory(NOW);
const mails = [...new Set(story.map(({ mail }) => mail))];

const addresses = (field: AddressObject | AddressObject[] | undefined) =>
  [field ?? []].flat().flatMap(({ value }) => value.map(({ name, address }) => ({ name, address })));
const people = (list: readonly Person[] | undefined) =>
  (list ?? []).map(({ name, address }) => ({ name, address }));
const digest = (bytes: Buffer) => bytes.toString('base64');
const squeeze = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim();

const intended = (mail: SeedMail) => ({
  subject: mail.subject,
  date: Math.floor(mail.atMs / 1000),
  from: people([mail.from]),
  to: people(mail.to),
  cc: people(mail.cc),
  messageId: mail.messageId,
  references: mail.references ?? [],
  inReplyTo: mail.references?.at(-1),
  text: mail.raw === undefined ? squeeze(mail.text) : undefined,
  html: mail.raw === undefined ? squeeze(mail.html) : undefined,
  files:
    mail.raw === undefined
      ? (mail.attachments ?? []).map(({ name, bytes }) => ({ name, bytes: digest(bytes) }))
      : undefined,
});

describe('the seeded story', () => {
  it('is a few hundred messages over two years, none in the future', () => {
    const count = (owner: string) => story.filter((placed) => placed.owner === owner).length;
    expect(count('alice')).toBeGreaterThan(250);
    expect(count('bob')).toBeGreaterThan(20);
    expect(count('carol')).toBeGreaterThan(5);
    const times = story.map(({ mail }) => mail.atMs);
    expect(Math.max(...times)).toBeLessThanOrEqual(NOW);
    expect(NOW - Math.min(...times)).toBeLessThan(731 * 86_400_000);
    const ids = mails.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is the same for the same moment', () => {
    const again = tellStory(NOW);
    expect(again.map(({ mail }) => composeSeedMail(mail).toString('base64'))).toEqual(
      story.map(({ mail }) => composeSeedMail(mail).toString('base64')),
    );
  });

  it('refers only to messages that exist', () => {
    const ids = new Set(mails.map(({ messageId }) => messageId));
    expect(mails.flatMap(({ references }) => references ?? []).filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(mails.map((mail) => [`${mail.messageId} ${mail.subject}`, mail] as const))(
    'reads as meant: %s',
    async (_name, mail) => {
      const bytes = composeSeedMail(mail);
      const longest = Math.max(
        ...bytes
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      );
      expect(longest).toBeLessThanOrEqual(998);
      expect(bytes.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      const parsed = await simpleParser(bytes, {
        skipImageLinks: true,
        skipTextToHtml: true,
        skipHtmlToText: true,
      });
      const meant = intended(mail);
      const calendar = mail.calendar === undefined ? 0 : 1;
      expect({
        subject: parsed.subject,
        date: Math.floor((parsed.date?.getTime() ?? 0) / 1000),
        from: addresses(parsed.from),
        to: addresses(parsed.to),
        cc: addresses(parsed.cc),
        messageId: parsed.messageId,
        references: [parsed.references ?? []].flat(),
        inReplyTo: parsed.inReplyTo,
        text: meant.text === undefined ? undefined : squeeze(parsed.text),
        html: meant.html === undefined ? undefined : squeeze(parsed.html === false ? '' : parsed.html),
        files:
          meant.files === undefined
            ? undefined
            : parsed.attachments
                .slice(0, parsed.attachments.length - calendar)
                .map(({ filename, content }) => ({ name: filename, bytes: digest(content) })),
      }).toEqual(meant);
    },
  );
});
