import type { Table } from 'dexie';
import type { MessageBody } from '../../../preload/contract/index.ts';
import type { FolderKey } from '../../domain/rows.ts';
import type { BodyPack } from '../blocks.ts';
import type { BlockKey } from '../openDatabase.ts';
import { packBodies } from '../packBodies.ts';

/** Bodies to be stored and taken out, gathered and written together at the end of a transaction. */
export class PackChanges {
  #added: (readonly MessageBody[])[] = [];
  #firstPack = 0;
  readonly #removed = new Map<number, Set<number>>();

  /** Where each of these bodies will be; `nextPack` is the first free pack as the transaction found it. */
  add(bodies: readonly MessageBody[], nextPack: number): readonly (readonly [MessageBody, number])[] {
    this.#firstPack = nextPack;
    const groups = packBodies(bodies);
    const first = nextPack + this.#added.length;
    this.#added.push(...groups);
    return groups.flatMap((group, place) => group.map((body) => [body, first + place] as const));
  }

  /** A body that is stored is to go. */
  remove(pack: number, uid: number): void {
    const gone = this.#removed.get(pack);
    if (gone === undefined) this.#removed.set(pack, new Set([uid]));
    else gone.add(uid);
  }

  clear(): void {
    this.#added = [];
    this.#removed.clear();
  }

  /** Returns how many packs were added. */
  async write(table: Table<BodyPack, BlockKey>, folder: FolderKey): Promise<number> {
    if (this.#removed.size > 0) await this.#takeOut(table, folder);
    const packs = this.#added.map((bodies, place) => ({ folder, pack: this.#firstPack + place, bodies }));
    if (packs.length > 0) await table.bulkPut(packs);
    return packs.length;
  }

  async #takeOut(table: Table<BodyPack, BlockKey>, folder: FolderKey): Promise<void> {
    const stored = await table.bulkGet([...this.#removed.keys()].map((pack): BlockKey => [folder, pack]));
    const left = stored
      .filter((record) => record !== undefined)
      .map((record) => ({
        ...record,
        bodies: record.bodies.filter(({ uid }) => this.#removed.get(record.pack)?.has(uid) !== true),
      }));
    const emptied = left.filter(({ bodies }) => bodies.length === 0);
    await table.bulkDelete(emptied.map(({ pack }): BlockKey => [folder, pack]));
    await table.bulkPut(left.filter(({ bodies }) => bodies.length > 0));
  }
}
