import type { FolderPath } from '../../../preload/contract/index.ts';
import type { FolderStatus } from './statusFolder.ts';

/** What STATUS last said of each folder, to tell news from a repetition. */
export class SeenStatus {
  readonly #seen = new Map<FolderPath, FolderStatus>();

  /**
   * Takes in a status, of which the server may have left things out (NOTIFY tells what changed, RFC 5465 section
   * 5.2). True when something is other than it was; a folder seen for the first time is no news.
   */
  isNews(folder: FolderPath, status: FolderStatus): boolean {
    const before = this.#seen.get(folder);
    const now: FolderStatus = {
      messages: status.messages ?? before?.messages ?? null,
      unseen: status.unseen ?? before?.unseen ?? null,
      uidNext: status.uidNext ?? before?.uidNext ?? null,
      uidValidity: status.uidValidity ?? before?.uidValidity ?? null,
      highestModseq: status.highestModseq ?? before?.highestModseq ?? null,
    };
    this.#seen.set(folder, now);
    return (
      before !== undefined &&
      (now.messages !== before.messages ||
        now.unseen !== before.unseen ||
        now.uidNext !== before.uidNext ||
        now.uidValidity !== before.uidValidity ||
        now.highestModseq !== before.highestModseq)
    );
  }

  /** Forgets all folders but these. */
  keep(folders: readonly FolderPath[]): void {
    for (const folder of this.#seen.keys()) if (!folders.includes(folder)) this.#seen.delete(folder);
  }
}
