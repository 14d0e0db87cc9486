import type { Entry, Folder, Witness } from './StoreIndex.ts';
import type { FolderId, FolderInfo, MessageInfo, StoreUid, WitnessRecord } from './storeTypes.ts';

const seen = '\\Seen';

/** What is told of a message. */
export const messageInfo = (entry: Entry): MessageInfo => ({
  uid: entry.uid as StoreUid, // the index holds uids of exactly this kind
  modseq: entry.modseq,
  sizeBytes: entry.body.size,
  sha256: entry.body.sha256,
  receivedAtMs: entry.receivedAtMs,
  flags: entry.flags,
});

/** What is told of a folder; counts its unread messages. */
export const folderInfo = (folder: Folder): FolderInfo => {
  const { name, role, uidValidity, uidNext, highestModseq, entries } = folder;
  let unseen = 0;
  for (const entry of entries.values()) if (!entry.flags.includes(seen)) unseen += 1;
  return {
    id: folder.id as FolderId, // the index holds folder ids there
    name,
    parent: folder.parent as FolderId | null,
    role,
    uidValidity,
    uidNext,
    highestModseq,
    messages: entries.size,
    unseen,
  };
};

/** What is told of a witness. */
export const witnessRecord = (witness: string, found: Witness): WitnessRecord => {
  const { state, storedAtMs, sha256, body } = found;
  return { witness, state, storedAtMs, sha256, held: (body?.references ?? 0) > 0 };
};
