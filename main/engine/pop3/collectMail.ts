import type { LeaveOnServer } from '../../../preload/contract/index.ts';
import type { MessageStore } from '../store/MessageStore.ts';
import type { CommitItem, FolderId, StagedMessage } from '../store/storeTypes.ts';
import { toMailError } from '../store/toMailError.ts';
import { isDue, listedMessages, planCollection, type ListedMessage } from './planCollection.ts';
import type { Pop3Connection } from './Pop3Connection.ts';

/** Messages made durable together: one fdatasync and one journal fsync a group. */
const GROUP_MESSAGES = 200;
const GROUP_BYTES = 32 * 1024 * 1024;

export interface CollectOptions {
  readonly connection: Pop3Connection;
  readonly store: MessageStore;
  readonly inbox: FolderId;
  readonly policy: LeaveOnServer;
  readonly nowMs: () => number;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Empties a maildrop into the store by the policy, after login, and quits. Exactly once, by the journal:
 * 1. a message is part of the store only when its bytes and its record are on the disk (`commit`);
 * 2. DELE is sent for committed messages only, and what was marked is journalled as `deleting` before QUIT;
 * 3. only `+OK` to QUIT (the update state) makes it `deleted`.
 * A connection lost before 2 leaves the server's copy; the next run knows its witness and deletes without
 * downloading; lost between 2 and 3, it downloads again and the content decides. A message the server refuses to hand out stays there and is tried again next time.
 */
export async function collectMail(
  options: CollectOptions,
): Promise<{ stored: number; deletedOnServer: number }> {
  const { connection, store, policy, nowMs } = options;
  const onProgress = (done: number): void => options.onProgress(done, plan.retrieve.length);
  const uidls = await connection.uidl();
  const numbers = uidls === null ? [...(await connection.list()).keys()] : [...uidls.keys()];
  const listed = listedMessages(numbers, uidls);
  const plan = planCollection(listed, (uidl) => store.witness(uidl), policy, nowMs());

  const group = new CommitGroup(options);
  let done = 0;
  onProgress(0);
  try {
    const byNumber = new Map(plan.retrieve.map((message) => [message.number, message]));
    await connection.retrieve(
      [...byNumber.keys()],
      async (number) => {
        const append = await store.beginAppend();
        group.open = append;
        return {
          write: (bytes) => append.write(bytes).catch(rethrowAsMailError),
          end: async () => {
            const staged = await append.finish().catch(rethrowAsMailError);
            group.open = null;
            // `retrieve` only asks for numbers it was given.
            await group.add(byNumber.get(number) as ListedMessage, staged).catch(rethrowAsMailError);
            onProgress((done += 1));
          },
        };
      },
      () => onProgress((done += 1)),
    );
  } catch (error) {
    // What is complete is kept: the next run need not fetch it again.
    await group.open?.abort();
    await group.commit();
    throw error;
  }
  await group.commit();

  const wanted = new Map([
    ...plan.deleteOnly.map(({ number, uidl }) => [number, uidl] as const),
    ...group.dueForDeletion(policy),
  ]);
  const marked = await connection.dele([...wanted.keys()]);
  const witnesses = marked.flatMap((number) => wanted.get(number) ?? []);
  const journal = (event: 'deleting' | 'deleted'): Promise<void> =>
    store.appendWitnessEvents(witnesses.map((witness) => ({ witness, event })));
  await journal('deleting');
  await connection.quit();
  await journal('deleted');
  return { stored: group.stored, deletedOnServer: marked.length };
}

/** A full disk ends the connection with that as its reason, not as a network failure. */
function rethrowAsMailError(error: unknown): never {
  throw toMailError(error, 'mail.messageGone', 'account');
}

/** Complete messages waiting for their group's commit. */
class CommitGroup {
  stored = 0;
  /** The message being written; given up when the connection fails. */
  open: { abort(): Promise<void> } | null = null;
  readonly #waiting: { readonly message: ListedMessage; readonly staged: StagedMessage }[] = [];
  readonly #committed: { readonly number: number; readonly witness: string; readonly storedAtMs: number }[] =
    [];
  #bytes = 0;

  constructor(private readonly options: Pick<CollectOptions, 'store' | 'inbox' | 'nowMs'>) {}

  async add(message: ListedMessage, staged: StagedMessage): Promise<void> {
    this.#waiting.push({ message, staged });
    this.#bytes += staged.sizeBytes;
    if (this.#waiting.length >= GROUP_MESSAGES || this.#bytes >= GROUP_BYTES) await this.commit();
  }

  async commit(): Promise<void> {
    const { store, inbox, nowMs } = this.options;
    const waiting = this.#waiting.splice(0);
    this.#bytes = 0;
    if (waiting.length === 0) return;
    const storedAtMs = nowMs();
    await this.#forgetReusedIds(waiting);
    const items = waiting.map(({ message, staged }): CommitItem => ({
      staged,
      folder: inbox,
      flags: [],
      receivedAtMs: storedAtMs,
      witness: witnessOf(message, staged),
    }));
    const results = await store.commit(items);
    for (const [index, result] of results.entries()) {
      const { message, staged } = waiting[index] as (typeof waiting)[number];
      if (result.status === 'stored') this.stored += 1;
      this.#committed.push({ number: message.number, witness: witnessOf(message, staged), storedAtMs });
    }
  }

  /** What this run has stored, or found stored already, and the policy wants gone. */
  dueForDeletion(policy: LeaveOnServer): (readonly [number, string])[] {
    const { nowMs, store } = this.options;
    return this.#committed
      .filter(({ witness, storedAtMs }) =>
        isDue(store.witness(witness) ?? { storedAtMs, held: true }, policy, nowMs()),
      )
      .map(({ number, witness }) => [number, witness] as const);
  }

  /** An id known as deleted, or perhaps so, that now names other bytes was used again: the old fact must not hide the new message. */
  async #forgetReusedIds(
    waiting: readonly { readonly message: ListedMessage; readonly staged: StagedMessage }[],
  ): Promise<void> {
    const { store } = this.options;
    const reused = waiting.flatMap(({ message: { uidl }, staged }) => {
      const record = uidl === null ? undefined : store.witness(uidl);
      return uidl !== null &&
        record !== undefined &&
        record.state !== 'stored' &&
        record.sha256 !== staged.sha256
        ? [uidl]
        : [];
    });
    if (reused.length === 0) return;
    await store.appendWitnessEvents(reused.map((witness) => ({ witness, event: 'forgotten' })));
  }
}

/** The server's id, or the content's hash where it has none. */
const witnessOf = ({ uidl }: ListedMessage, { sha256 }: StagedMessage): string => uidl ?? `sha256:${sha256}`;
