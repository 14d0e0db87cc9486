import { DraftId, type AccountId, type Draft, type HostApi } from '../../../preload/contract/index.ts';
import { newDraft } from './Sending.ts';

const kept = 5;

/** A person who writes on a few drafts without end, saved at every pause; remembers what was acknowledged. */
export class Drafting {
  readonly #acknowledged = new Map<DraftId, number>();
  #version = 0;

  constructor(private readonly accountId: AccountId) {}

  get savedCount(): number {
    return this.#version;
  }

  /** Writes until the host is gone (rejects with `disconnected`). */
  async writeOn(api: HostApi): Promise<never> {
    for (;;) {
      this.#version += 1;
      const id = DraftId.parse(`draft-${this.#version % kept}`);
      await api['drafts.save'](this.#draft(id, this.#version));
      this.#acknowledged.set(id, this.#version);
    }
  }

  /** Ids of drafts that are not there whole as acknowledged, or newer. */
  async missing(api: HostApi): Promise<DraftId[]> {
    const found = new Map((await api['drafts.list']({})).map((draft) => [draft.id, draft]));
    return [...this.#acknowledged].flatMap(([id, version]) => {
      const draft = found.get(id);
      const isWhole =
        draft !== undefined &&
        draft.updatedAt >= version &&
        JSON.stringify(draft) === JSON.stringify(this.#draft(id, draft.updatedAt));
      return isWhole ? [] : [id];
    });
  }

  #draft(id: DraftId, version: number): Draft {
    return { ...newDraft(this.accountId, id, `version ${version}`), updatedAt: version };
  }
}
