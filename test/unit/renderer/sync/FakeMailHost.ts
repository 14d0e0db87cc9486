import {
  defaultSettings,
  MailError,
  type Account,
  type EventData,
  type EventName,
  type FlagState,
  type FolderInfo,
  type HostApi,
  type MessageBody,
  type MessageHead,
  type Modseq,
  type Operation,
  type OperationResult,
  type Params,
  type Result,
  type SyncBatch,
  type TextCharset,
} from '../../../../preload/contract/index.ts';
import { applyFlagDelta } from '../../../../renderer/domain/flags.ts';
import { expandRanges, formatUidSet, parseUidSet } from '../../../../renderer/domain/uidSet.ts';
import { cursor, folderInfo, summary, uid, validity } from './fixtures.ts';

export interface FakeMessage {
  flags: readonly string[];
  modseq: number;
}

export class FakeFolder {
  uidValidity = 1;
  uidNext = 1;
  modseq = 1;
  readonly messages = new Map<number, FakeMessage>();
  readonly expunged = new Map<number, number>();
  readonly info: FolderInfo;

  constructor(info: FolderInfo) {
    this.info = info;
  }

  add(flags: readonly string[] = []): number {
    const id = this.uidNext;
    this.uidNext += 1;
    this.messages.set(id, { flags, modseq: (this.modseq += 1) });
    return id;
  }

  setFlags(id: number, flags: readonly string[]): void {
    if (this.messages.has(id)) this.messages.set(id, { flags, modseq: (this.modseq += 1) });
  }

  expunge(id: number): void {
    if (this.messages.delete(id)) this.expunged.set(id, (this.modseq += 1));
  }

  /** A server that restored a backup: other UIDs for the same mail. */
  renumber(): void {
    const kept = [...this.messages.values()];
    this.uidValidity += 1;
    this.messages.clear();
    this.expunged.clear();
    this.uidNext = 1;
    for (const { flags } of kept) this.add(flags);
  }
}

/** What to do with the next calls instead of answering: nothing happens, or it happens and the answer is lost. */
export type Fault = 'refuse' | 'loseReply';

interface Cursor {
  readonly v: number;
  readonly modseq: number;
  readonly next: number;
  readonly low: number;
}

/** A model of one account's server behind the contract, exact in what it promises and able to fail. */
export class FakeMailHost {
  readonly folders = new Map<string, FakeFolder>();
  readonly calls: string[] = [];
  readonly appliedOpIds = new Set<string>();
  /** Operations on these are rejected. */
  readonly rejects = new Set<string>();
  accounts: Account[] = [];
  condstore = true;
  uidPlus = true;
  state = 'open';
  /** Asked before each call. */
  nextFault: (method: string) => Fault | undefined = () => undefined;
  /** Awaited before each answer. */
  beforeAnswer: (method: string) => Promise<void> = () => Promise.resolve();
  readonly #listeners = new Map<EventName, Set<(data: never) => void>>();
  readonly #stateListeners = new Set<(state: string) => void>();

  addFolder(name: string, role: FolderInfo['role'] = 'none'): FakeFolder {
    const folder = new FakeFolder(folderInfo(name, role));
    this.folders.set(name, folder);
    return folder;
  }

  readonly api = {
    'accounts.list': this.#method('accounts.list', () => this.accounts),
    'folders.list': this.#method('folders.list', () => [...this.folders.values()].map(({ info }) => info)),
    'outbox.list': this.#method('outbox.list', () => []),
    'drafts.list': this.#method('drafts.list', () => []),
    'settings.get': this.#method('settings.get', () => ({
      ...defaultSettings,
      language: 'ko',
      theme: 'dark',
      density: 'compact',
      undoSendSeconds: 5,
    })),
    'mail.watch': this.#method('mail.watch', () => ({})),
    'collect.run': this.#method('collect.run', () => ({ stored: 0, deletedOnServer: 0 })),
    'mail.syncStep': this.#method('mail.syncStep', (params) => this.#syncStep(params)),
    'mail.applyOperations': this.#method('mail.applyOperations', (params) => this.#apply(params)),
    'mail.fetchBodies': this.#method('mail.fetchBodies', (params) => this.#bodies(params)),
    // The rest of the contract is not used by what is tested with this host.
  } as unknown as HostApi;

  on<E extends EventName>(event: E, listener: (data: EventData<E>) => void): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set.add(listener));
    return () => set.delete(listener);
  }

  emit<E extends EventName>(event: E, data: EventData<E>): void {
    // The map gives each name's listeners its own data.
    for (const listener of this.#listeners.get(event) ?? []) listener(data as never);
  }

  onStateChange(listener: (state: string) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  become(state: string): void {
    this.state = state;
    for (const listener of this.#stateListeners) listener(state);
  }

  #method<M extends keyof HostApi>(method: M, run: (params: Params<M>) => Result<M>) {
    return async (params: Params<M>, options: { signal?: AbortSignal } = {}): Promise<Result<M>> => {
      this.calls.push(method);
      const fault = this.nextFault(method);
      if (this.state !== 'open' || fault === 'refuse') throw new MailError('disconnected', 'refused');
      await this.beforeAnswer(method);
      if (options.signal?.aborted === true) throw new MailError('cancelled', 'cancelled');
      const result = structuredClone(run(params));
      if (fault === 'loseReply') throw new MailError('disconnected', 'the answer was lost');
      return result;
    };
  }

  #folder(name: string): FakeFolder {
    const folder = this.folders.get(name);
    if (folder === undefined) throw new MailError('mail.folderNotFound', name, { scope: 'folder' });
    return folder;
  }

  #syncStep(params: Params<'mail.syncStep'>): SyncBatch {
    const folder = this.#folder(params.folder);
    const asked = params.cursor === null ? null : (JSON.parse(params.cursor) as Cursor);
    const reset = asked?.v !== folder.uidValidity;
    const from: Cursor =
      reset || asked === null
        ? { v: folder.uidValidity, modseq: folder.modseq, next: folder.uidNext, low: folder.uidNext }
        : asked;
    const ids = [...folder.messages.keys()];
    const fresh = ids.filter((id) => id >= from.next).slice(0, params.maxMessages);
    const freshEnd = fresh.length < params.maxMessages ? folder.uidNext : (fresh.at(-1) ?? 0) + 1;
    const old = ids
      .filter((id) => id < from.low)
      .reverse()
      .slice(0, params.maxMessages - fresh.length);
    const low = old.at(-1) ?? (fresh.length < params.maxMessages ? 1 : from.low);
    const known = ids.filter((id) => id >= from.low && id < from.next);
    const changed = known.filter(
      (id) => !this.condstore || (folder.messages.get(id)?.modseq ?? 0) > from.modseq,
    );
    const vanished = [...folder.expunged].filter(([, modseq]) => modseq > from.modseq).map(([id]) => id);
    const next: Cursor = { v: folder.uidValidity, modseq: folder.modseq, next: freshEnd, low };
    return {
      uidValidity: validity(folder.uidValidity),
      reset,
      added: [...fresh, ...old].map((id) =>
        summary(id, folder.messages.get(id)?.flags, { modseq: this.#modseq(folder, id) }),
      ),
      flagChanges: reset ? [] : changed.map((id) => this.#flagState(folder, id)),
      vanished: formatUidSet(this.condstore ? vanished : []),
      present:
        this.condstore || from.next <= from.low
          ? null
          : { low: uid(from.low), high: uid(from.next - 1), uids: formatUidSet(known) },
      counts: {
        total: ids.length,
        unseen: ids.filter((id) => !folder.messages.get(id)?.flags.includes('\\Seen')).length,
      },
      nextCursor: cursor(JSON.stringify(next)),
      more: ids.some((id) => id < low || id >= freshEnd),
      progress: { done: ids.filter((id) => id >= low).length, total: ids.length },
    };
  }

  #apply(params: Params<'mail.applyOperations'>): OperationResult[] {
    const folder = this.#folder(params.folder);
    return params.operations.map((operation): OperationResult => {
      const { opId } = operation;
      if (folder.uidValidity !== params.uidValidity) return { outcome: 'stale', opId };
      if (this.rejects.has(opId))
        return {
          outcome: 'rejected',
          opId,
          error: new MailError('mail.refused', 'no', { scope: 'message' }).data,
        };
      return this.#applyOne(folder, operation);
    });
  }

  #applyOne(folder: FakeFolder, operation: Operation): OperationResult {
    const ids = expandRanges(parseUidSet(operation.uids), 1000);
    const present = ids.filter((id) => folder.messages.has(id));
    const again = this.appliedOpIds.has(operation.opId);
    this.appliedOpIds.add(operation.opId);
    const copied: { from: ReturnType<typeof uid>; to: ReturnType<typeof uid> }[] = [];
    for (const id of present) {
      const message = folder.messages.get(id);
      if (message === undefined) continue;
      if (operation.kind === 'flags') folder.setFlags(id, applyFlagDelta(message.flags, operation));
      // A repeated copy is no second copy: the engine knows its operation ids.
      if (operation.kind === 'move' || (operation.kind === 'copy' && !again))
        copied.push({ from: id, to: uid(this.#folder(operation.destination).add(message.flags)) });
      if (operation.kind === 'move' || operation.kind === 'delete') folder.expunge(id);
    }
    return {
      outcome: 'applied',
      opId: operation.opId,
      flags: ids.filter((id) => folder.messages.has(id)).map((id) => this.#flagState(folder, id)),
      gone: formatUidSet(ids.filter((id) => !folder.messages.has(id))),
      copied: this.uidPlus ? copied : [],
    };
  }

  #bodies(params: Params<'mail.fetchBodies'>): MessageBody[] {
    const folder = this.#folder(params.folder);
    if (folder.uidValidity !== params.uidValidity)
      throw new MailError('mail.uidValidityChanged', 'renumbered', { scope: 'folder' });
    return params.uids
      .filter((id) => folder.messages.has(id))
      .map((id) => ({
        uid: id,
        headers: [],
        text: params.charset ? `Body of ${id} in ${params.charset}` : `Body of ${id}`,
        html: null,
        attachments: [],
        inlineParts: [],
        truncated: false,
        ...(params.charset !== undefined && { head: headOf(id, params.charset) }),
      }));
  }

  #flagState(folder: FakeFolder, id: number): FlagState {
    return {
      uid: uid(id),
      flags: [...(folder.messages.get(id)?.flags ?? [])],
      modseq: this.#modseq(folder, id),
    };
  }

  #modseq(folder: FakeFolder, id: number): Modseq | null {
    return this.condstore ? (String(folder.messages.get(id)?.modseq ?? 1) as Modseq) : null;
  }
}

function headOf(id: number, charset: TextCharset | null): MessageHead {
  const { subject, from, sender, replyTo, to, cc, bcc } = summary(id);
  return {
    subject: charset === null ? subject : `Subject of ${id} in ${charset}`,
    from,
    sender,
    replyTo,
    to,
    cc,
    bcc,
  };
}
