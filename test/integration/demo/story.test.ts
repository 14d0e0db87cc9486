import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FetchMessageObject, ImapFlow, MessageStructureObject } from 'imapflow';
import { createDemoWorld } from '../../../main/demo/createDemoWorld.ts';
import type { DemoWorld } from '../../../main/demo/demoTypes.ts';
import { connectImapFlow, present } from './imapflowClient.ts';

const leaves = (node: MessageStructureObject): MessageStructureObject[] =>
  node.childNodes === undefined || node.type === 'message/rfc822' ? [node] : node.childNodes.flatMap(leaves);

const addresses = (
  list: readonly { name?: string | undefined; address?: string | undefined }[] | undefined,
) => (list ?? []).map(({ name, address }) => ({ name: name ?? '', address }));

/** What mailparser makes of the source, in the words of ENVELOPE. */
const fromSource = async (source: Buffer) => {
  const mail = await simpleParser(source, { skipImageLinks: true, skipTextToHtml: true });
  const people = (field: typeof mail.to) =>
    addresses([field ?? []].flat().flatMap(({ value }) => value as { name?: string; address?: string }[]));
  return {
    subject: mail.subject,
    date: mail.date?.getTime(),
    from: people(mail.from),
    to: people(mail.to),
    cc: people(mail.cc),
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
  };
};

const fromEnvelope = ({ envelope }: FetchMessageObject) => ({
  subject: envelope?.subject,
  date: envelope?.date === undefined ? undefined : new Date(envelope.date).getTime(),
  from: addresses(envelope?.from),
  to: addresses(envelope?.to),
  cc: addresses(envelope?.cc),
  messageId: envelope?.messageId,
  inReplyTo: envelope?.inReplyTo,
});

describe('the seeded mailboxes by imapflow', () => {
  let world: DemoWorld;
  let client: ImapFlow;

  beforeAll(async () => {
    world = createDemoWorld();
    await world.start();
    client = await connectImapFlow(world, 'alice@crepes.fr');
  });
  afterAll(async () => {
    await client.logout();
    await world.stop();
  });

  it('has the folders of a lived-in account', async () => {
    const folders = await client.list({ statusQuery: { messages: true, unseen: true } });
    expect(
      folders.map(({ path, specialUse, status }) => [path, specialUse, (status?.messages ?? 0) > 0]).sort(),
    ).toEqual(
      [
        ['INBOX', '\\Inbox', true],
        ['Archive', '\\Archive', true],
        ['Crêperie', undefined, false],
        ['Crêperie/Fournisseurs', undefined, true],
        ['Crêperie/Réservations', undefined, true],
        ['Drafts', '\\Drafts', true],
        ['Junk', '\\Junk', true],
        ['Sent', '\\Sent', true],
        ['Trash', '\\Trash', true],
        ['레시피', undefined, true],
      ].sort(),
    );
  });

  it('ENVELOPE, BODYSTRUCTURE, sizes and parts agree with the bytes of every message', async () => {
    let seen = 0;
    for (const { path } of await client.list()) {
      await client.mailboxOpen(path, { readOnly: true });
      const query = { envelope: true, bodyStructure: true, source: true, size: true };
      const messages =
        client.mailbox !== false && client.mailbox.exists > 0 ? await client.fetchAll('1:*', query) : [];
      for (const message of messages) {
        const source = present(message.source);
        expect(fromEnvelope(message)).toEqual(await fromSource(source));
        expect(message.size).toBe(source.length);
        const parts = leaves(present(message.bodyStructure));
        const fetched = present(
          await client.fetchOne(String(message.seq), { bodyParts: parts.map(({ part }) => part ?? '1') }),
        );
        for (const { part, size } of parts) {
          const bytes = present(fetched.bodyParts?.get(part ?? '1'));
          expect(bytes.length).toBe(size);
          expect(source.includes(bytes)).toBe(true);
        }
        seen += 1;
      }
    }
    expect(seen).toBeGreaterThan(250);
  });
});
