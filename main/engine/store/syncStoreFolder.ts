import { Modseq, Uid, UidSet, UidValidity } from '../../../preload/contract/index.ts';
import type { FlagState, MessageSummary, SyncBatch, SyncCursor } from '../../../preload/contract/index.ts';
import type { MessageParser } from '../ports.ts';
import type { MessageStore } from './MessageStore.ts';
import { decodeCursor, encodeCursor } from './storeCursor.ts';
import type { StoreCursor } from './storeCursor.ts';
import { StoreError } from './StoreError.ts';
import type { FolderId, FolderInfo, MessageInfo } from './storeTypes.ts';
import { uidText } from './uidText.ts';

const parsedAtOnce = 4;
const noUids = UidSet.parse('');

/**
 * One bounded step: first what changed since the cursor (flags, arrivals, departures), then, with what is left of
 * `maxMessages`, messages not delivered yet, newest first. Applying a step twice changes nothing.
 */
export const syncStoreFolder = async (
  store: MessageStore,
  folder: FolderInfo,
  step: { readonly cursor: SyncCursor | null; readonly maxMessages: number },
  tools: { readonly summarize: MessageParser['summarize']; readonly signal: AbortSignal },
): Promise<SyncBatch> => {
  const given = decodeCursor(step.cursor);
  const usable =
    given !== undefined && given.uidValidity === folder.uidValidity && given.uidNext <= folder.uidNext;
  const { uidNext, highestModseq: modseq, uidValidity } = folder;
  const start: StoreCursor = usable ? given : { uidValidity, modseq, uidNext, below: uidNext };

  const changes = store.changesSince(folder.id, start.modseq, step.maxMessages);
  const vanished = uidText(changes.vanished);
  if (vanished === null) return syncStoreFolder(store, folder, { ...step, cursor: null }, tools);
  const all = store.messages(folder.id);
  // What is below the backfill's mark comes with the backfill, in the state it then has.
  const changed = changes.changed.filter(
    (message) => message.uid >= start.below || message.uid >= start.uidNext,
  );
  const arrived = changed.filter((message) => message.uid >= start.uidNext);
  const flagged = changed.filter((message) => message.uid < start.uidNext);

  const budget = Math.max(0, step.maxMessages - arrived.length);
  const waiting = all.filter((message) => message.uid < start.below);
  const filled = budget === 0 || changes.more ? [] : waiting.slice(-budget);
  const below = filled.length === waiting.length ? 1 : (filled[0]?.uid ?? start.below);
  const left = waiting.length - filled.length;

  const next: StoreCursor = {
    uidValidity: folder.uidValidity,
    modseq: changes.modseq,
    // Not before the last page: until then a message from here on may still be unknown to the cache.
    uidNext: changes.more ? start.uidNext : folder.uidNext,
    below,
  };
  return {
    uidValidity: UidValidity.parse(folder.uidValidity),
    reset: !usable,
    added: await summaries(store, folder.id, [...filled, ...arrived].reverse(), tools),
    flagChanges: flagged.map(flagState),
    vanished: usable ? vanished : noUids,
    present: null,
    counts: { total: folder.messages, unseen: folder.unseen },
    nextCursor: encodeCursor(next),
    more: changes.more || left > 0,
    progress: { done: all.length - left, total: all.length },
  };
};

/** A message's flags in the contract's shape. */
export const flagState = (message: MessageInfo): FlagState => ({
  uid: Uid.parse(message.uid),
  flags: [...message.flags],
  modseq: Modseq.parse(String(message.modseq)),
});

const summaries = async (
  store: MessageStore,
  folder: FolderId,
  messages: readonly MessageInfo[],
  tools: { readonly summarize: MessageParser['summarize']; readonly signal: AbortSignal },
): Promise<MessageSummary[]> => {
  const results = new Array<MessageSummary | undefined>(messages.length);
  const queue = messages.entries();
  const work = async (): Promise<void> => {
    for (const [at, message] of queue) {
      tools.signal.throwIfAborted();
      try {
        const source = await store.readMessage(folder, message.uid);
        results[at] = { ...(await tools.summarize(source, tools.signal)), ...known(message) };
      } catch (error) {
        if (!(error instanceof StoreError)) throw error;
        if (error.code === 'notFound') continue; // gone meanwhile: the next step says so
        if (error.code !== 'corrupt') throw error;
        results[at] = { ...unreadable, ...known(message) }; // one damaged message must not stop the folder
      }
    }
  };
  await Promise.all(Array.from({ length: parsedAtOnce }, work));
  return results.filter((summary) => summary !== undefined);
};

const known = (
  message: MessageInfo,
): Pick<MessageSummary, 'uid' | 'modseq' | 'flags' | 'internalDate' | 'sizeBytes'> => ({
  ...flagState(message),
  internalDate: message.receivedAtMs,
  sizeBytes: message.sizeBytes,
});

const unreadable: Omit<MessageSummary, keyof ReturnType<typeof known>> = {
  date: null,
  subject: '',
  from: [],
  sender: [],
  replyTo: [],
  to: [],
  cc: [],
  bcc: [],
  messageId: null,
  references: [],
  attachments: [],
};
