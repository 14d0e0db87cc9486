import {
  BlobId,
  type Draft,
  type DraftAttachment,
  type Identity,
} from '../../../../preload/contract/index.ts';
import { composeMessage, type ComposedMessage } from '../../../../main/engine/smtp/composeMessage.ts';
import { Draft as DraftSchema } from '../../../../preload/contract/index.ts';

export const identity: Identity = {
  id: 'main',
  name: '앨리스 김',
  address: 'alice@crepes.test',
  replyTo: null,
  signature: '',
};

export const newDraft = (change: Partial<Draft> = {}): Draft =>
  DraftSchema.parse({
    id: 'draft-1',
    accountId: 'account-1',
    identityId: 'main',
    to: [{ name: '밥', address: 'bob@burger.test' }],
    cc: [],
    bcc: [],
    subject: 'hello',
    html: '<p>hello</p>',
    attachments: [],
    inReplyTo: null,
    references: [],
    updatedAt: 1,
    ...change,
  });

export const attachment = (
  id: string,
  bytes: Uint8Array,
  change: Partial<DraftAttachment> = {},
): DraftAttachment => ({
  blobId: BlobId.parse(id),
  name: `${id}.bin`,
  type: 'application/octet-stream',
  sizeBytes: bytes.length,
  contentId: null,
  ...change,
});

export const compose = (
  draft: Draft,
  files: Readonly<Record<string, Uint8Array>> = {},
  from: Identity = identity,
): ComposedMessage =>
  composeMessage(draft, from, {
    readBlob: async function* (blobId) {
      const bytes = files[blobId];
      if (bytes === undefined) throw new Error(`no blob ${blobId}`);
      // In pieces, so that borders between them matter.
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    },
    now: () => Date.UTC(2026, 10, 21, 6, 30),
    newId: () => 'fixed-id',
  });

export const bytesOf = async (message: ComposedMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message.stream) chunks.push(Buffer.from(chunk)); // its memory is used again
  return Buffer.concat(chunks);
};
