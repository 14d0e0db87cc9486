import {
  DraftId,
  type AccountId,
  type Draft,
  type HostApi,
  type HostClient,
} from '../../../preload/contract/index.ts';
import type { Break } from '../harness/Break.ts';
import type { HostProcess } from '../harness/HostProcess.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { newDraft } from './drafts.ts';

const draftCount = 5;
const savesPerRun = 60;

/** A person who writes on a few drafts, saved at every pause, and throws one away now and then. */
export class SaveDrafts implements Operation {
  readonly lines = [] as const;
  /** By draft: the newest version that was acknowledged; null when it was deleted. */
  readonly #acknowledged = new Map<DraftId, number | null>();
  /** The newest version that was handed over, answered or not. */
  readonly #asked = new Map<DraftId, number | null>();
  #accountId: AccountId | undefined;
  #version = 0;

  constructor(private readonly tools: OperationTools) {}

  async prepare({ api }: HostClient): Promise<void> {
    const { servers, tls } = this.tools;
    const user = servers.newUser();
    this.#accountId = (await api['accounts.add'](servers.account(user, { protocol: 'imap' }, tls))).id;
  }

  plan(): void {
    // Always more of the same.
  }

  async work(_host: HostProcess, { api }: HostClient): Promise<void> {
    for (let save = 0; save < savesPerRun; save += 1) {
      this.#version += 1;
      const id = DraftId.parse(`draft-${this.tools.random.below(draftCount)}`);
      if (this.tools.random.below(8) === 0) await this.#delete(api, id);
      else await this.#save(api, id);
    }
  }

  async settle(): Promise<boolean> {
    return true;
  }

  async check({ api }: HostClient): Promise<Break[]> {
    const found = new Map((await api['drafts.list']({})).map((draft) => [draft.id, draft]));
    return [...this.#asked.keys()].flatMap((id): Break[] => {
      const draft = found.get(id);
      const version = draft?.updatedAt ?? null;
      const possible = [this.#acknowledged.get(id) ?? null, this.#asked.get(id) ?? null];
      if (!possible.includes(version))
        return [
          {
            invariant: version === null ? 'I1' : 'I2',
            kind: version === null ? 'lost' : 'other',
            what: `${id}: version ${version}, should be ${possible.join(' or ')}`,
          },
        ];
      const isWhole =
        draft === undefined || JSON.stringify(draft) === JSON.stringify(this.#draft(id, draft.updatedAt));
      return isWhole ? [] : [{ invariant: 'I1', kind: 'lost', what: `${id} is damaged` }];
    });
  }

  async leave(): Promise<void> {
    // Nothing of it lives in the page.
  }

  async #save(api: HostApi, id: DraftId): Promise<void> {
    const version = this.#version;
    this.#asked.set(id, version);
    await api['drafts.save'](this.#draft(id, version));
    this.#acknowledged.set(id, version);
  }

  async #delete(api: HostApi, id: DraftId): Promise<void> {
    this.#asked.set(id, null);
    await api['drafts.delete']({ draftId: id });
    this.#acknowledged.set(id, null);
  }

  #draft(id: DraftId, version: number): Draft {
    if (this.#accountId === undefined) throw new Error('not prepared');
    return { ...newDraft(this.#accountId, id, `version ${version}`), updatedAt: version };
  }
}
