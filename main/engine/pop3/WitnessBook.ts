import type { MessageStore } from '../store/MessageStore.ts';
import type { WitnessEvent, WitnessRecord } from '../store/storeTypes.ts';

/** A store in which messages of one maildrop are, and what stands before their ids there. */
export interface WitnessPlace {
  readonly store: MessageStore;
  readonly prefix: string;
}

/** An id as the journal of one place has it. */
export interface FoundWitness {
  readonly place: WitnessPlace;
  readonly witness: string;
  readonly record: WitnessRecord;
}

/** In an account's own store ids stand as the server gives them; in another's, which several accounts may fill, with the account before them. */
export const witnessPrefix = (owner: string | null): string => (owner === null ? '' : `from:${owner}:`);

/** A witness as account (null: the store's own) and id; the id of a message known by its header begins with `top:`. */
export function splitWitness(witness: string): { readonly owner: string | null; readonly id: string } {
  const match = /^from:([^:]*):(.*)$/s.exec(witness);
  return match === null ? { owner: null, id: witness } : { owner: match[1] ?? null, id: match[2] ?? '' };
}

/**
 * What is known of one account's messages, in the store its mail goes to (the first place) and in those it went to
 * before: a message that is in one of them is not downloaded again.
 */
export class WitnessBook {
  constructor(readonly places: readonly [WitnessPlace, ...WitnessPlace[]]) {}

  /** What a message with this id is called where new mail goes. */
  name(id: string): string {
    return this.places[0].prefix + id;
  }

  find(id: string): FoundWitness | undefined {
    for (const place of this.places) {
      const witness = place.prefix + id;
      const record = place.store.witness(witness);
      if (record !== undefined) return { place, witness, record };
    }
    return undefined;
  }

  /**
   * Messages that are (or may be) still on the server under an id it no longer lists, or are held here, by SHA-256: a
   * server that renames everything (moved, restored, repaired) brings them again under other ids.
   */
  renamed(listedIds: ReadonlySet<string>): ReadonlyMap<string, FoundWitness> {
    const found = new Map<string, FoundWitness>();
    for (const place of this.places) {
      for (const record of place.store.witnesses()) {
        const { witness, state, held, sha256 } = record;
        if (!witness.startsWith(place.prefix)) continue;
        const { owner, id } = splitWitness(witness);
        if (witnessPrefix(owner) !== place.prefix || id.startsWith('top:') || listedIds.has(id)) continue;
        if (state !== 'deleted' || held) found.set(sha256, { place, witness, record });
      }
    }
    return found;
  }

  /** Journals events, one fsync per place. */
  async note(found: Iterable<Pick<FoundWitness, 'place' | 'witness'>>, event: WitnessEvent): Promise<void> {
    const byPlace = new Map<WitnessPlace, string[]>();
    for (const { place, witness } of found) {
      const witnesses = byPlace.get(place);
      if (witnesses === undefined) byPlace.set(place, [witness]);
      else witnesses.push(witness);
    }
    for (const [{ store }, witnesses] of byPlace)
      await store.appendWitnessEvents(witnesses.map((witness) => ({ witness, event })));
  }
}
