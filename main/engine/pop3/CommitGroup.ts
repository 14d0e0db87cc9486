import { partialFlag } from '../../../preload/contract/index.ts';
import type { CommitItem, FolderId, StagedMessage } from '../store/storeTypes.ts';
import { HeaderRows } from './HeaderRows.ts';
import { isDue, type CollectionPolicy, type ListedMessage } from './planCollection.ts';
import type { FoundWitness, WitnessBook } from './WitnessBook.ts';

/** Messages made durable together: one fdatasync and one journal fsync a group. */
const GROUP_MESSAGES = 200;
const GROUP_BYTES = 8 * 1024 * 1024;

/** A message whose bytes are in, waiting for its group's commit; `isTop`: its header alone. */
interface Waiting {
  readonly message: ListedMessage;
  readonly staged: StagedMessage;
  readonly isTop: boolean;
}

export type ServerCopy = Pick<FoundWitness, 'place' | 'witness'>;

/**
 * Commits messages in groups, one group at a time, while the next is being received. After a failure the next `add`
 * or `finish` rejects with it.
 */
export class CommitGroup {
  stored = 0;
  /** The message being written; given up when the connection fails. */
  open: { abort(): Promise<void> } | null = null;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #committing: Promise<void> = Promise.resolve();
  /** What is here whole, by message number. */
  readonly #here = new Map<number, ServerCopy>();
  readonly #rows: HeaderRows;
  #renamed: ReadonlyMap<string, FoundWitness> | null = null;

  constructor(
    private readonly book: WitnessBook,
    private readonly inbox: FolderId,
    private readonly listed: readonly ListedMessage[],
    private readonly nowMs: () => number,
  ) {
    this.#rows = new HeaderRows(book);
  }

  async add(waiting: Waiting): Promise<void> {
    this.#waiting.push(waiting);
    this.#bytes += waiting.staged.sizeBytes;
    if (this.#waiting.length < GROUP_MESSAGES && this.#bytes < GROUP_BYTES) return;
    await this.#committing;
    this.#begin();
  }

  /** Everything added is durable when it resolves. */
  async finish(): Promise<void> {
    await this.#committing;
    this.#begin();
    await this.#committing;
  }

  /** What this run has stored, or found stored already, and the policy wants gone, by message number. */
  dueForDeletion(policy: CollectionPolicy): Map<number, ServerCopy> {
    return new Map(
      [...this.#here].filter(([, { place, witness }]) => {
        const record = place.store.witness(witness);
        return record !== undefined && isDue(record, policy.leave, this.nowMs());
      }),
    );
  }

  #begin(): void {
    const group = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    this.#committing = this.#commit(group);
    this.#committing.catch(() => undefined /* told to whoever adds or finishes */);
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return;
    const [place] = this.book.places;
    const nowMs = this.nowMs();
    await this.#forgetReusedIds(group);
    const fresh = await this.#adoptRenamed(group);
    const items = fresh.map(({ message: { id, size }, staged, isTop }): CommitItem => {
      const row = isTop || id === null ? undefined : this.#rows.of(id);
      const flags = isTop ? [partialFlag(size ?? 0)] : [];
      const item = { folder: this.inbox, flags, receivedAtMs: nowMs, ...row };
      return { ...item, staged, witness: this.book.name(idOf({ id, staged, isTop })) };
    });
    const results = await place.store.commit(items);
    this.stored += results.filter(({ status }) => status === 'stored').length;
    const whole = fresh.filter(({ isTop }) => !isTop);
    for (const { message, staged } of whole)
      this.#here.set(message.number, {
        place,
        witness: this.book.name(idOf({ id: message.id, staged, isTop: false })),
      });
    await this.#rows.remove(whole.flatMap(({ message }) => message.id ?? []));
  }

  /** Messages that are here under an id the server no longer uses are known by the new one from now on. The others are new. */
  async #adoptRenamed(group: readonly Waiting[]): Promise<readonly Waiting[]> {
    this.#renamed ??= this.book.renamed(new Set(this.listed.flatMap(({ id }) => id ?? [])));
    const fresh: Waiting[] = [];
    const adopted: { readonly as: string; readonly old: FoundWitness }[] = [];
    for (const waiting of group) {
      const { message, staged, isTop } = waiting;
      const id = idOf({ id: message.id, staged, isTop });
      const old = isTop || this.book.find(id) !== undefined ? undefined : this.#renamed.get(staged.sha256);
      if (old === undefined) {
        fresh.push(waiting);
        continue;
      }
      const as = old.place.prefix + id;
      adopted.push({ as, old });
      this.#here.set(message.number, { place: old.place, witness: as });
    }
    for (const place of this.book.places) {
      const here = adopted.filter(({ old }) => old.place === place);
      await place.store.adoptWitnesses(here.map(({ as, old }) => ({ witness: as, of: old.witness })));
    }
    return fresh;
  }

  /** An id known as deleted, or perhaps so, that now names other bytes was used again: the old fact must not hide the new message. */
  async #forgetReusedIds(group: readonly Waiting[]): Promise<void> {
    const reused = group.flatMap(({ message: { id }, staged, isTop }) => {
      const found = id === null ? undefined : this.book.find(idOf({ id, staged, isTop }));
      if (found === undefined || found.record.state === 'stored') return [];
      return isTop || found.record.sha256 !== staged.sha256 ? [found] : [];
    });
    await this.book.note(reused, 'forgotten');
  }
}

/** The server's id, or the content's hash where it has none. */
function idOf({
  id,
  staged,
  isTop,
}: {
  readonly id: string | null;
  readonly staged: StagedMessage;
  readonly isTop: boolean;
}): string {
  if (id === null) return `sha256:${staged.sha256}`;
  return isTop ? `top:${id}` : id;
}
