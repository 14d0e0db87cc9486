import { toErrorData, Uid, UidSet } from '../../../preload/contract/index.ts';
import type { Operation, OperationResult } from '../../../preload/contract/index.ts';
import type { MessageStore } from './MessageStore.ts';
import { StoreError } from './StoreError.ts';
import type { FolderId, FolderInfo, StoreUid, TransferredUid } from './storeTypes.ts';
import { toRanges } from './changesSince.ts';
import { flagState } from './syncStoreFolder.ts';
import { toMailError } from './toMailError.ts';
import { uidsIn, uidText } from './uidText.ts';

const most = 50_000;

/** Applies one operation. UIDs that are gone are passed over, so that a repeated one changes nothing more. */
export const applyStoreOperation = async (
  store: MessageStore,
  folder: FolderInfo,
  operation: Operation,
  findFolder: (path: string) => FolderId,
): Promise<OperationResult> => {
  const { opId } = operation;
  try {
    const existing = store.messages(folder.id).map((message) => message.uid);
    const uids = uidsIn(operation.uids, existing);
    if (uids.length > most) throw new StoreError('invalid', `More than ${most} messages in one operation`);
    switch (operation.kind) {
      case 'flags': {
        const flags = (await store.changeFlags(folder.id, uids, operation)).map(flagState);
        return {
          outcome: 'applied',
          opId,
          flags,
          gone: absent(operation.uids, new Set(existing)),
          copied: [],
        };
      }
      case 'move': {
        const copied = (await store.move(folder.id, uids, findFolder(operation.destination))).map(copiedUid);
        return { outcome: 'applied', opId, flags: [], gone: operation.uids, copied };
      }
      case 'copy': {
        const copied = (await store.copy(folder.id, uids, findFolder(operation.destination), opId)).map(
          copiedUid,
        );
        return {
          outcome: 'applied',
          opId,
          flags: [],
          gone: absent(operation.uids, new Set(existing)),
          copied,
        };
      }
      case 'delete': {
        await store.expunge(folder.id, uids);
        return { outcome: 'applied', opId, flags: [], gone: operation.uids, copied: [] };
      }
    }
  } catch (error) {
    const outcome = error instanceof StoreError && wouldFailAgain.has(error.code) ? 'rejected' : 'failed';
    return { outcome, opId, error: toErrorData(toMailError(error, 'mail.folderNotFound')) };
  }
};

const wouldFailAgain = new Set(['notFound', 'invalid', 'conflict']);

const copiedUid = ({ from, to }: TransferredUid): { from: Uid; to: Uid } => ({
  from: Uid.parse(from),
  to: Uid.parse(to),
});

/** Single uids of the set that name no message (those inside its ranges the next sync step names). */
const absent = (set: UidSet, existing: ReadonlySet<StoreUid>): UidSet => {
  const single = set
    .split(',')
    .filter((part) => part !== '' && !part.includes(':'))
    .map(Number);
  const gone = single.filter((uid) => !existing.has(uid as StoreUid)); // only compared
  return uidText(toRanges(gone.sort((one, other) => one - other))) ?? UidSet.parse('');
};
