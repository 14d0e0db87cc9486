import type { Uid } from '../../preload/contract/index.ts';

export interface WantedBody {
  readonly uid: Uid;
  readonly sizeBytes: number;
}

/** Messages whose bodies are to be brought, looked up in portions; none is handed out twice. */
export class BodyQueue {
  readonly #lookUp: (isAsked: ReadonlySet<number>) => Promise<readonly WantedBody[]>;
  readonly #asked = new Set<number>();
  #left: readonly WantedBody[] = [];
  #isEmpty = false;

  /** `lookUp` gives the first messages that are still to bring, without those that were asked for already. */
  constructor(lookUp: (isAsked: ReadonlySet<number>) => Promise<readonly WantedBody[]>) {
    this.#lookUp = lookUp;
  }

  /** Nothing was left when last looked. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** The next set, of at most `count` messages and, but for the first, `bytes` octets; empty when none is left. */
  async take(count: number, bytes: number): Promise<readonly Uid[]> {
    if (this.#left.length === 0 && !this.#isEmpty) {
      this.#left = await this.#lookUp(this.#asked);
      this.#isEmpty = this.#left.length === 0;
    }
    const set: Uid[] = [];
    let sum = 0;
    for (const { uid, sizeBytes } of this.#left) {
      sum += sizeBytes;
      if (set.length === count || (set.length > 0 && sum > bytes)) break;
      set.push(uid);
      this.#asked.add(uid);
    }
    this.#left = this.#left.slice(set.length);
    return set;
  }
}
