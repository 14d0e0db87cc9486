import { MailError, type AttachmentInfo, type HostClient, type Uid } from '../../preload/contract/index.ts';
import { folderByKey } from '../db/queries/folderQueries.ts';
import { part } from '../db/queries/messageQueries.ts';
import type { NaruDatabase } from '../db/openDatabase.ts';
import { splitFolderKey, type FolderKey } from '../domain/rows.ts';
import { safeFileName } from '../domain/trust/safeFileName.ts';

export interface AttachmentSource {
  readonly database: NaruDatabase;
  readonly host: HostClient;
  readonly folder: FolderKey;
  readonly uid: Uid;
}

/** The bytes of an attachment, from the cache when it was fetched before, else from the host; rejects with a MailError. */
export async function attachmentBytes(
  { database, host, folder, uid }: AttachmentSource,
  attachment: AttachmentInfo,
): Promise<Uint8Array> {
  const cached = await part(database, folder, uid, attachment.partId);
  if (cached !== undefined) return cached.bytes;
  const row = await folderByKey(database, folder);
  if (row === undefined || row.uidValidity === null)
    throw new MailError('mail.messageGone', 'the folder is not in the cache');
  const { accountId, path } = splitFolderKey(folder);
  const fetched = await host.api['mail.fetchPart']({
    accountId,
    folder: path,
    uidValidity: row.uidValidity,
    uid,
    partId: attachment.partId,
  });
  return fetched.bytes;
}

/**
 * Fetches an attachment and hands it to the browser's download. Its declared type is not passed on: the file is
 * saved, never shown or run.
 */
export async function saveAttachment(
  source: AttachmentSource,
  attachment: AttachmentInfo,
  fallbackName: string,
): Promise<void> {
  const bytes = await attachmentBytes(source, attachment);
  // A copy in its own ArrayBuffer: the cached one may be a view of something larger.
  const url = URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = safeFileName(attachment.name, fallbackName);
  anchor.click();
  // The download has its own hold on the blob once the click is done; a minute is generous.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
