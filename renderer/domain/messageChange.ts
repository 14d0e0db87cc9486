import type { FolderPath, Operation, UidSet } from '../../preload/contract/index.ts';

/** A change to messages of one folder as a person means it. */
export type MessageChange =
  | { readonly kind: 'flags'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly kind: 'move'; readonly destination: FolderPath }
  | { readonly kind: 'copy'; readonly destination: FolderPath }
  | { readonly kind: 'delete' };

/** The operation that makes this change to these messages. */
export function toOperation(change: MessageChange, opId: string, uids: UidSet): Operation {
  return change.kind === 'flags'
    ? { kind: 'flags', opId, uids, add: [...change.add], remove: [...change.remove] }
    : { ...change, opId, uids };
}
