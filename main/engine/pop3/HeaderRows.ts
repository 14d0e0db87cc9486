import { isPartialFlag } from '../../../preload/contract/index.ts';
import type { FolderId } from '../store/storeTypes.ts';
import type { WitnessBook } from './WitnessBook.ts';

/** What the whole message takes over from the row that showed its header. */
export interface HeaderRow {
  readonly folder: FolderId;
  readonly flags: readonly string[];
  readonly receivedAtMs: number;
}

/** The rows of messages of which only the header is here, known as `top:` and the id. */
export class HeaderRows {
  constructor(private readonly book: WitnessBook) {}

  /** The row, without the keyword that says what it is; undefined when the person deleted it, or there never was one. */
  of(id: string): HeaderRow | undefined {
    const found = this.book.find(`top:${id}`);
    // A row in another store than new mail goes to stays there; the message comes where new mail does.
    if (found === undefined || found.place !== this.book.places[0]) return undefined;
    const [row] = found.place.store.holders(found.witness);
    return row === undefined
      ? undefined
      : { ...row, flags: row.flags.filter((flag) => !isPartialFlag(flag)) };
  }

  /** Takes away the rows of messages that now are here whole, and what was known by them. */
  async remove(ids: Iterable<string>): Promise<void> {
    for (const id of ids) {
      const found = this.book.find(`top:${id}`);
      if (found === undefined) continue;
      const { store } = found.place;
      for (const { folder, uid } of store.holders(found.witness)) await store.expunge(folder, [uid]);
      await this.book.note([found], 'forgotten');
    }
  }
}
