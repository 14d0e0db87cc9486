import type { Table } from 'dexie';
import type { FolderKey } from '../../domain/rows.ts';
import { blockOf, type TextBlock } from '../blocks.ts';
import type { BlockKey } from '../openDatabase.ts';

/** Texts to be written or, with null, removed, gathered by block and written together at the end of a transaction. */
export class TextChanges {
  readonly #blocks = new Map<number, Map<number, string | null>>();

  set(uid: number, text: string | null): void {
    const block = blockOf(uid);
    const changes = this.#blocks.get(block);
    if (changes === undefined) this.#blocks.set(block, new Map([[uid, text]]));
    else changes.set(uid, text);
  }

  clear(): void {
    this.#blocks.clear();
  }

  /** Writes what differs from what is stored; returns the blocks it wrote. */
  async write(table: Table<TextBlock, BlockKey>, folder: FolderKey): Promise<readonly number[]> {
    if (this.#blocks.size === 0) return [];
    const keys = [...this.#blocks.keys()].map((block): BlockKey => [folder, block]);
    const stored = await table.bulkGet(keys);
    const written: TextBlock[] = [];
    const emptied: BlockKey[] = [];
    let place = 0;
    for (const [block, changes] of this.#blocks) {
      const before = stored[place];
      place += 1;
      const texts = new Map<number, string>();
      for (const [at, uid] of (before?.uids ?? []).entries()) texts.set(uid, before?.texts[at] ?? '');
      if (!apply(texts, changes)) continue;
      const rows = [...texts].sort(([a], [b]) => a - b);
      if (rows.length === 0) emptied.push([folder, block]);
      else
        written.push({
          folder,
          block,
          uids: Uint32Array.from(rows, ([uid]) => uid),
          texts: rows.map(([, text]) => text),
        });
    }
    if (written.length > 0) await table.bulkPut(written);
    if (emptied.length > 0) await table.bulkDelete(emptied);
    return [...written.map(({ block }) => block), ...emptied.map(([, block]) => block)];
  }
}

/** Whether anything changed. */
function apply(texts: Map<number, string>, changes: ReadonlyMap<number, string | null>): boolean {
  let isChanged = false;
  for (const [uid, text] of changes) {
    if (text === (texts.get(uid) ?? null)) continue;
    isChanged = true;
    if (text === null) texts.delete(uid);
    else texts.set(uid, text);
  }
  return isChanged;
}
