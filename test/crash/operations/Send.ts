import {
  DraftId,
  MailError,
  type AccountId,
  type Draft,
  type HostApi,
  type HostClient,
  type OutboxItem,
} from '../../../preload/contract/index.ts';
import { compare, type Break } from '../harness/Break.ts';
import type { HostProcess } from '../harness/HostProcess.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { newDraft, upload } from './drafts.ts';

export interface SendOptions {
  readonly perRun: number;
  readonly fileBytes: number;
  /** Every so many messages one is taken back within its undo window; 0 for none. */
  readonly cancelEvery: number;
}
const undoSeconds = 60;
const patienceMs = 4000;

/** Outgoing messages: what was asked for, what the sink took, what lies in Sent, what was taken back. */
export class Send implements Operation {
  readonly lines = ['smtp', 'imap'] as const;
  readonly #user: string;
  /** Drafts whose `enqueue` was not answered yet: the page asks again with the same draft. */
  readonly #unanswered = new Map<DraftId, Draft>();
  readonly #wanted = new Set<string>();
  /** To be taken back, by draft id. */
  readonly #toCancel = new Set<string>();
  readonly #cancelled = new Set<string>();
  #accountId: AccountId | undefined;
  #count = 0;

  constructor(
    private readonly tools: OperationTools,
    private readonly options: SendOptions,
  ) {
    this.#user = tools.servers.newUser();
  }

  async prepare({ api }: HostClient): Promise<void> {
    const { servers, tls } = this.tools;
    this.#accountId = (await api['accounts.add'](servers.account(this.#user, { protocol: 'imap' }, tls))).id;
  }

  plan(): void {
    if (this.#accountId === undefined) throw new Error('not prepared');
    const { perRun, cancelEvery } = this.options;
    for (let index = 0; index < perRun; index += 1) {
      this.#count += 1;
      const id = DraftId.parse(`${this.tools.id}-out-${this.#count}`);
      this.#unanswered.set(id, newDraft(this.#accountId, id, id));
      if (cancelEvery > 0 && this.#count % cancelEvery === 0) this.#toCancel.add(id);
      else this.#wanted.add(id);
    }
  }

  async work(_host: HostProcess, client: HostClient): Promise<void> {
    await this.#answerUncertain(client.api);
    await Promise.all([this.#enqueueAll(client.api), this.#untilFiled(client)]);
  }

  async settle(_host: HostProcess, client: HostClient): Promise<boolean> {
    await this.#answerUncertain(client.api);
    await this.#enqueueAll(client.api);
    return this.#untilFiled(client);
  }

  async check({ api }: HostClient): Promise<Break[]> {
    const { servers, id } = this.tools;
    const taken = servers.taken().filter(({ subject }) => subject.startsWith(`${id}-out-`));
    const filed = servers.mail.listMailbox(this.#user, 'Sent').map(({ sha256 }) => sha256);
    const drafts = await api['drafts.list']({});
    const given = drafts.map(({ subject }) => subject).filter((subject) => this.#cancelled.has(subject));
    return [
      ...compare(
        'taken by the server',
        [...this.#wanted],
        taken.map(({ subject }) => subject),
        'I2',
      ).map(asOutgoing),
      ...compare(
        'filed in Sent',
        taken.map(({ sha256 }) => sha256),
        filed,
      ),
      ...compare('taken back', [...this.#cancelled], [...new Set(given)]),
    ];
  }

  async leave(): Promise<void> {
    // A page that comes back asks for the same drafts.
  }

  async #enqueueAll(api: HostApi): Promise<void> {
    for (const [id, draft] of this.#unanswered) {
      const isWithFile = this.options.fileBytes > 0 && Number(/\d+$/.exec(id)?.[0]) % 3 === 0;
      const attachments = isWithFile
        ? [await upload(api, this.tools.random.bytes(this.options.fileBytes))]
        : [];
      const isToCancel = this.#toCancel.has(id);
      await api['outbox.enqueue']({
        draft: { ...draft, attachments },
        undoSeconds: isToCancel ? undoSeconds : 0,
        sendAt: null,
      });
      this.#unanswered.delete(id);
    }
    await this.#cancelAll(api);
  }

  /** Takes back what is to be taken back, again where the answer was lost: each makes one draft. */
  async #cancelAll(api: HostApi): Promise<void> {
    const items = await api['outbox.list']({});
    for (const id of this.#toCancel) {
      const item = items.find(({ draftId }) => draftId === id);
      if (item === undefined) continue;
      // Its undo window may be over by now; then it is sent like any other.
      const wasInTime = await api['outbox.editAgain']({ outboxId: item.id }).then(() => true, unlessMoved);
      this.#toCancel.delete(id);
      (wasInTime === true ? this.#cancelled : this.#wanted).add(id);
    }
  }

  /** The person's answer to each uncertain message, by the sink's truth. */
  async #answerUncertain(api: HostApi): Promise<void> {
    const uncertain = (await api['outbox.list']({})).filter(({ state }) => state.name === 'uncertain');
    for (const { id, subject } of uncertain) {
      const wasTaken = this.tools.servers.taken().some((one) => one.subject === subject);
      try {
        await api['outbox.resolveUncertain']({ outboxId: id, decision: wasTaken ? 'wasSent' : 'sendAgain' });
      } catch (error) {
        // It was found in Sent meanwhile.
        if (!(error instanceof MailError && error.code === 'outbox.wrongState')) throw error;
      }
    }
  }

  /** False when some message has to wait: what a new start, or the next settling, sees to. */
  async #untilFiled(client: HostClient): Promise<boolean> {
    const endsAt = Date.now() + patienceMs;
    for (;;) {
      const changed = nextChange(client, endsAt - Date.now());
      const items = await client.api['outbox.list']({});
      const open = items.filter((item) => !isDone(item) && !this.#toCancel.has(item.draftId));
      if (open.length === 0 && this.#unanswered.size === 0) return this.#toCancel.size === 0;
      for (const { id, state } of open) {
        if (['refused', 'givenUp', 'partlyRefused'].includes(state.name))
          throw new Error(`a message ended as ${state.name}`);
        if (state.name === 'retrying')
          await client.api['outbox.retryNow']({ outboxId: id }).catch(unlessMoved);
      }
      if (Date.now() >= endsAt || open.some(({ state }) => state.name === 'uncertain')) return false;
      await changed;
    }
  }
}

const isDone = ({ state }: OutboxItem): boolean => state.name === 'filed' || state.name === 'cancelled';
const asOutgoing = (found: Break): Break => ({ ...found, invariant: 'I4' });
const unlessMoved = (error: unknown): void => {
  if (!(error instanceof MailError && error.code === 'outbox.wrongState')) throw error;
};

/** Resolves at the outbox's next change, after `ms` at the latest; the host's end is one too, and the next call says so. */
function nextChange(client: HostClient, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      clearTimeout(timer);
      resolve();
    };
    const stop = client.on('outbox.changed', done);
    const timer = setTimeout(done, Math.max(0, Math.min(ms, 500)));
    client.onClose(done);
  });
}
