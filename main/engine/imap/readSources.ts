import { MailError, type FolderPath, type Uid, type UidValidity } from '../../../preload/contract/index.ts';
import type { ConnectionPool } from './ConnectionPool.ts';
import { fetchEach, SOURCE_ITEMS } from './fetchMessages.ts';
import type { FolderNames } from './FolderNames.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { ensureSelected } from './selectFolder.ts';
import { SourceQueue, type MessageSource } from './SourceQueue.ts';
import { rangesOf, splitRanges } from './uidSet.ts';

export interface WantedSources {
  readonly folder: FolderPath;
  readonly uidValidity: UidValidity;
  readonly uids: readonly Uid[];
}

/** Messages asked for by one command; the next is sent before the last has ended. */
const SET_MESSAGES = 100;

/**
 * The exact bytes of each message that still exists, \Seen untouched (BODY.PEEK), as they come. Several messages are
 * read behind whatever a person waits for; a single one is what a person waits for. The connection is free again when
 * the last byte is here, however slow the reader; until then a slow reader makes the server wait. Rejects with
 * `protocol.tooLarge` when all others have been given.
 */
export async function* readSources(
  pool: ConnectionPool,
  names: FolderNames,
  wanted: WantedSources,
  signal: AbortSignal,
): AsyncGenerator<MessageSource> {
  const left = new AbortController();
  const queue = new SourceQueue();
  const priority = wanted.uids.length > 1 ? 'background' : 'foreground';
  pool
    .use(priority, wanted.folder, AbortSignal.any([signal, left.signal]), (connection) =>
      fetchSources(connection, names, wanted, queue),
    )
    .then(
      () => queue.end(null),
      (error: unknown) => queue.end(error instanceof Error ? error : new Error(String(error))),
    );
  try {
    yield* queue;
  } finally {
    queue.leave();
    left.abort();
  }
}

async function fetchSources(
  connection: ImapConnection,
  names: FolderNames,
  { folder, uidValidity, uids }: WantedSources,
  queue: SourceQueue,
): Promise<void> {
  const selected = await ensureSelected(connection, names, folder);
  if (selected.uidValidity !== uidValidity)
    throw new MailError('mail.uidValidityChanged', 'the folder was made anew', {
      scope: 'folder',
      subject: folder,
    });
  const given = new Set<number>();
  const tooLarge = new Set<number>();
  queue.attach(connection);
  try {
    const answers = await Promise.all(
      splitRanges(rangesOf(uids), SET_MESSAGES).map((set) =>
        fetchEach(connection, { uids: set }, SOURCE_ITEMS, ({ uid, source, tooLarge: isTooLarge }) => {
          if (source === null && isTooLarge) tooLarge.add(uid);
          // Once each, whatever the server repeats.
          if (source === null || given.has(uid)) return;
          given.add(uid);
          queue.push({ uid: uid as Uid, source: ownCopy(source) }); // In range: it is one of those asked for.
        }),
      ),
    );
    if (!answers.every(({ complete }) => complete))
      throw new MailError('protocol.garbage', 'a message could not be read from the server', {
        scope: 'message',
      });
  } finally {
    queue.detach();
  }
  if (tooLarge.size > 0)
    throw new MailError('protocol.tooLarge', 'a message is too large to read whole', {
      scope: 'message',
      subject: [...tooLarge].join(',').slice(0, 2000),
    });
}

/** Memory of its own, no more than it needs: a view would take what lies around it into every thread. */
function ownCopy(bytes: Buffer): Uint8Array {
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
