import type { AccountId, Draft, DraftAttachment, DraftId, HostApi } from '../../../preload/contract/index.ts';

export const newDraft = (accountId: AccountId, id: DraftId, subject: string): Draft => ({
  id,
  accountId,
  identityId: 'main',
  to: [{ name: '밥', address: 'bob@elsewhere.test' }],
  cc: [],
  bcc: [],
  subject,
  html: `<p>안녕하세요, ${subject}</p>`,
  attachments: [],
  inReplyTo: null,
  references: [],
  updatedAt: 1,
});

/** Hands the host a file in pieces, as the compose window does. */
export async function upload(api: HostApi, bytes: Uint8Array): Promise<DraftAttachment> {
  const { blobId } = await api['blobs.create']({});
  for (let at = 0; at < bytes.length; at += 1024 * 1024)
    await api['blobs.append']({ blobId, bytes: new Uint8Array(bytes.subarray(at, at + 1024 * 1024)) });
  await api['blobs.finish']({ blobId });
  return {
    blobId,
    name: '첨부.bin',
    type: 'application/octet-stream',
    sizeBytes: bytes.length,
    contentId: null,
  };
}
