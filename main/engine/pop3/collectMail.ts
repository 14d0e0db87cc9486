import type { FolderId } from '../store/storeTypes.ts';
import { toMailError } from '../store/toMailError.ts';
import { expireDays } from './capabilities.ts';
import { CommitGroup, type ServerCopy } from './CommitGroup.ts';
import { HeaderRows } from './HeaderRows.ts';
import {
  listedMessages,
  planCollection,
  type CollectionPlan,
  type CollectionPolicy,
  type ListedMessage,
} from './planCollection.ts';
import type { Pop3Connection, SinkFor } from './Pop3Connection.ts';
import type { WitnessBook } from './WitnessBook.ts';

/** Lines of the body fetched with the header of a message that is too large: enough for a preview. */
const TOP_LINES = 25;

export interface CollectOptions {
  readonly connection: Pop3Connection;
  readonly book: WitnessBook;
  /** Of the book's first store. */
  readonly inbox: FolderId;
  readonly policy: Omit<CollectionPolicy, 'expireDays'>;
  readonly nowMs: () => number;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Empties a maildrop into the store by the policy, after login, and quits. Exactly once, by the journal:
 * 1. a message is part of the store only when its bytes and its record are on the disk (`commit`);
 * 2. DELE is sent for committed messages only, and what was marked is journalled as `deleting` before QUIT;
 * 3. only `+OK` to QUIT (the update state) makes it `deleted`.
 * A connection lost before 2 leaves the server's copy; the next run knows its witness and deletes without
 * downloading; lost between 2 and 3, it downloads again and the content decides. A message the server refuses to hand
 * out stays there and is tried again next time.
 */
export async function collectMail(
  options: CollectOptions,
): Promise<{ stored: number; deletedOnServer: number }> {
  const { connection, book, nowMs } = options;
  const policy: CollectionPolicy = { ...options.policy, expireDays: expireDays(connection.capabilities) };
  const { sizes, ids } = await connection.listings();
  const listed = listedMessages(sizes, ids);
  const whole = (id: string) => book.find(id)?.record;
  const header = (id: string) => book.find(`top:${id}`)?.record;
  // A run that died between storing a message and taking its header away.
  await new HeaderRows(book).remove(
    listed.flatMap(({ id }) =>
      id !== null && whole(id) !== undefined && header(id) !== undefined ? [id] : [],
    ),
  );
  const plan = planCollection(listed, { whole, header }, policy, nowMs());

  const group = new CommitGroup(book, options.inbox, listed, nowMs);
  await download(options, plan, group);

  const copies = new Map<number, ServerCopy>(group.dueForDeletion(policy));
  const add = ({ number, id }: ListedMessage, prefix: string): void => {
    const found = id === null ? undefined : book.find(prefix + id);
    if (found !== undefined) copies.set(number, found);
  };
  for (const message of plan.deleteOnly) add(message, '');
  for (const message of plan.deleteUnread) add(message, 'top:');
  const marked = await connection.dele([...copies.keys()]);
  const witnesses = marked.flatMap((number) => copies.get(number) ?? []);
  await book.note(witnesses, 'deleting');
  // With nothing to delete there is nothing to fail: some servers close without a word.
  await connection.quit().catch((error: unknown) => {
    if (marked.length > 0) throw error;
  });
  await book.note(witnesses, 'deleted');
  return { stored: group.stored, deletedOnServer: marked.length };
}

/** Fetches what the plan says, headers first: they show what there is. A server without TOP gives the whole. */
async function download(
  { connection, book, onProgress }: CollectOptions,
  plan: CollectionPlan,
  group: CommitGroup,
): Promise<void> {
  const [{ store }] = book.places;
  const total = plan.top.length + plan.retrieve.length;
  let done = 0;
  const step = (): void => onProgress((done += 1), total);
  const sinks =
    (messages: ReadonlyMap<number, ListedMessage>, isTop: boolean): SinkFor =>
    async (number) => {
      const append = await store.beginAppend().catch(rethrowAsMailError);
      group.open = append;
      return {
        write: (bytes) => append.write(bytes).catch(rethrowAsMailError),
        end: async () => {
          const staged = await append.finish().catch(rethrowAsMailError);
          group.open = null;
          // Only numbers of this map are asked for.
          const message = messages.get(number) as ListedMessage;
          await group.add({ message, staged, isTop }).catch(rethrowAsMailError);
          step();
        },
      };
    };
  onProgress(0, total);
  try {
    const whole = [...plan.retrieve];
    const tops = new Map(plan.top.map((message) => [message.number, message]));
    await connection.top([...tops.keys()], TOP_LINES, sinks(tops, true), (number) => {
      whole.push(tops.get(number) as ListedMessage); // as above
    });
    const messages = new Map(whole.map((message) => [message.number, message]));
    await connection.retrieve([...messages.keys()], sinks(messages, false), step);
  } catch (error) {
    // What is complete is kept: the next run need not fetch it again.
    await group.open?.abort();
    await group.finish().catch(rethrowAsMailError);
    throw error;
  }
  await group.finish().catch(rethrowAsMailError);
}

/** A full disk ends the connection with that as its reason, not as a network failure. */
function rethrowAsMailError(error: unknown): never {
  throw toMailError(error, 'mail.messageGone', 'account');
}
