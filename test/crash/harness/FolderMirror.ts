import type {
  AccountId,
  FolderPath,
  HostApi,
  SyncCursor,
  Uid,
  UidValidity,
} from '../../../preload/contract/index.ts';
import { parseUidSet } from '../../../renderer/domain/uidSet.ts';
import { sha256 } from './Servers.ts';

export interface MirroredMessage {
  readonly uid: Uid;
  readonly messageId: string;
  readonly flags: readonly string[];
}

/** A folder as a page's cache has it: brought up to date by steps from a cursor that outlives the host. */
export class FolderMirror {
  readonly #rows = new Map<number, MirroredMessage>();
  #cursor: SyncCursor | null = null;
  uidValidity: UidValidity | null = null;

  constructor(
    readonly accountId: AccountId,
    readonly folder: FolderPath,
  ) {}

  get rows(): readonly MirroredMessage[] {
    return [...this.#rows.values()];
  }

  /** One line per message, to compare mirrors. */
  get content(): readonly string[] {
    return this.rows
      .map(({ uid, messageId, flags }) => `${uid} ${messageId} ${[...flags].sort().join(' ')}`)
      .sort();
  }

  /** Reads on from the cursor. */
  async catchUp(api: HostApi): Promise<void> {
    const { accountId, folder } = this;
    for (let more = true; more;) {
      const batch = await api['mail.syncStep']({ accountId, folder, cursor: this.#cursor, maxMessages: 500 });
      if (batch.reset) this.#rows.clear();
      for (const { low, high } of parseUidSet(batch.vanished)) this.#drop(low, high, () => true);
      if (batch.present !== null) {
        const ranges = parseUidSet(batch.present.uids);
        this.#drop(
          batch.present.low,
          batch.present.high,
          (uid) => !ranges.some(({ low, high }) => uid >= low && uid <= high),
        );
      }
      for (const { uid, messageId, flags } of batch.added)
        this.#rows.set(uid, { uid, messageId: messageId ?? `uid ${uid}`, flags });
      for (const { uid, flags } of batch.flagChanges) this.#flag(uid, flags);
      this.uidValidity = batch.uidValidity;
      this.#cursor = batch.nextCursor;
      more = batch.more;
    }
  }

  /** The SHA-256 of every message's exact bytes, as the host hands them out. */
  async hashes(api: HostApi): Promise<string[]> {
    const { accountId, folder, uidValidity } = this;
    if (uidValidity === null) return [];
    const waiting = [...this.#rows.keys()];
    const hashes: string[] = [];
    const read = async (): Promise<void> => {
      for (let uid = waiting.pop(); uid !== undefined; uid = waiting.pop()) {
        const { bytes } = await api['mail.fetchSource']({ accountId, folder, uidValidity, uid: uid as Uid });
        hashes.push(sha256(bytes));
      }
    };
    await Promise.all(Array.from({ length: 8 }, read));
    return hashes;
  }

  #drop(low: number, high: number, isGone: (uid: number) => boolean): void {
    for (const uid of [...this.#rows.keys()])
      if (uid >= low && uid <= high && isGone(uid)) this.#rows.delete(uid);
  }

  #flag(uid: Uid, flags: readonly string[]): void {
    const row = this.#rows.get(uid);
    if (row !== undefined) this.#rows.set(uid, { ...row, flags });
  }
}
