import type {
  FolderPath,
  MessageSummary,
  SyncBatch,
  SyncCursor,
  UidValidity,
} from '../../../preload/contract/index.ts';
import type { MailSource } from '../../../main/engine/ports.ts';
import { hasUid, parseUidSet } from '../../../main/engine/imap/uidSet.ts';

/** What a renderer keeps of one folder: it applies batches in the order the contract documents, nothing more. */
export class CachedFolder {
  readonly rows = new Map<number, MessageSummary>();
  cursor: SyncCursor | null = null;
  uidValidity: UidValidity | null = null;
  batches: SyncBatch[] = [];

  constructor(
    private readonly source: MailSource,
    private readonly folder: FolderPath,
  ) {}

  async step(maxMessages = 500): Promise<SyncBatch> {
    const batch = await this.source.syncStep(
      { folder: this.folder, cursor: this.cursor, maxMessages },
      new AbortController().signal,
    );
    this.apply(batch);
    this.cursor = batch.nextCursor;
    this.batches.push(batch);
    return batch;
  }

  /** Steps until the engine says there is no more; answers with those steps. */
  async sync(maxMessages = 500, limit = 200): Promise<SyncBatch[]> {
    const steps: SyncBatch[] = [];
    do steps.push(await this.step(maxMessages));
    while (steps.at(-1)?.more === true && steps.length < limit);
    if (steps.length === limit) throw new Error('sync does not come to an end');
    return steps;
  }

  apply(batch: SyncBatch): void {
    if (batch.reset) this.rows.clear();
    this.uidValidity = batch.uidValidity;
    const vanished = read(batch.vanished);
    for (const uid of this.rows.keys()) if (hasUid(vanished, uid)) this.rows.delete(uid);
    if (batch.present !== null) {
      const { low, high, uids } = batch.present;
      const present = read(uids);
      for (const uid of this.rows.keys())
        if (uid >= low && uid <= high && !hasUid(present, uid)) this.rows.delete(uid);
    }
    for (const summary of batch.added) this.rows.set(summary.uid, summary);
    for (const { uid, flags, modseq } of batch.flagChanges) {
      const row = this.rows.get(uid);
      if (row !== undefined) this.rows.set(uid, { ...row, flags, modseq });
    }
  }

  /** UID -> sorted flags, ascending: what a list shows and what the server holds, comparable. */
  state(): [number, string[]][] {
    return [...this.rows.values()]
      .sort((left, right) => left.uid - right.uid)
      .map(({ uid, flags }) => [uid, [...flags].sort()]);
  }
}

function read(set: string): ReturnType<typeof parseUidSet> & object {
  const parsed = parseUidSet(set);
  if (parsed === null) throw new Error(`not a UID set: ${set.slice(0, 100)}`);
  return parsed;
}
