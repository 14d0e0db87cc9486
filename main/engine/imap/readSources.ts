import { MailError, Uid } from '../../../preload/contract/index.ts';
import { fetchMessages, SIZE_ITEMS, SOURCE_ITEMS } from './fetchMessages.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { rangesOf } from './uidSet.ts';
import { MAX_MESSAGE_BYTES } from './wire/wireLimits.ts';

export interface MessageSource {
  readonly uid: Uid;
  readonly source: Uint8Array;
}

/** UIDs that fit into one command and into memory together. */
export interface SourcePlan {
  readonly batches: readonly (readonly number[])[];
  /** Larger than MAX_MESSAGE_BYTES. */
  readonly tooLarge: readonly number[];
}

/** Bytes held at once: a batch is read whole before it is handed on. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const MAX_BATCH_MESSAGES = 100;

/** Asks for sizes and makes batches: many small messages in one command, a large one alone. */
export async function planSources(
  connection: ImapConnection,
  wanted: readonly number[],
): Promise<SourcePlan> {
  if (wanted.length === 0) return { batches: [], tooLarge: [] };
  const { messages } = await fetchMessages(connection, { uids: rangesOf(wanted) }, SIZE_ITEMS);
  const batches: number[][] = [];
  const tooLarge: number[] = [];
  let batch: number[] = [];
  let bytes = 0;
  for (const { uid, sizeBytes } of messages) {
    if (uid === null) continue;
    const size = sizeBytes ?? MAX_BATCH_BYTES;
    if (size > MAX_MESSAGE_BYTES) {
      tooLarge.push(uid);
      continue;
    }
    if (batch.length > 0 && (bytes + size > MAX_BATCH_BYTES || batch.length >= MAX_BATCH_MESSAGES)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(uid);
    bytes += size;
  }
  if (batch.length > 0) batches.push(batch);
  return { batches, tooLarge };
}

/** The exact bytes of one batch, \Seen untouched (BODY.PEEK); what is gone meanwhile is absent. */
export async function readSourceBatch(
  connection: ImapConnection,
  batch: readonly number[],
): Promise<MessageSource[]> {
  const { messages, complete } = await fetchMessages(connection, { uids: rangesOf(batch) }, SOURCE_ITEMS);
  if (!complete)
    throw new MailError('protocol.garbage', 'a message could not be read from the server', {
      scope: 'message',
    });
  return messages.flatMap(({ uid, source }) =>
    uid === null || source === null ? [] : [{ uid: Uid.parse(uid), source }],
  );
}
