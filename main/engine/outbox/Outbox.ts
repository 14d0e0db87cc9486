import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import {
  MailError,
  OutboxId,
  type AccountId,
  type BlobId,
  type Draft,
  type DraftId,
  type OutboxItem,
  type Params,
  type RecipientReport,
  type RecipientResult,
} from '../../../preload/contract/index.ts';
import type { SentMessage } from '../reports/joinReport.ts';
import { composeMessage } from '../smtp/composeMessage.ts';
import { ensureDirectory } from '../store/ensureDirectory.ts';
import { nodeFileSystem } from '../store/nodeFileSystem.ts';
import { toMailError } from '../store/toMailError.ts';
import { AccountRunner } from './AccountRunner.ts';
import { FilingDesk } from './FilingDesk.ts';
import { OutboxBook } from './OutboxBook.ts';
import type { OutboxPorts } from './OutboxPorts.ts';
import { toOutboxItem, type OutboxEntry, type OutboxProgress } from './outboxRecords.ts';
import { isDismissable, nextOutboxState, wrongState } from './outboxStates.ts';
import { OutgoingFiles } from './OutgoingFiles.ts';
import { defaultRetrySchedule } from './retrySchedule.ts';
import { recoverInterrupted } from './recoverInterrupted.ts';
import { SentFiling } from './SentFiling.ts';
import { settleAsSent } from './settleAttempt.ts';
import { Slots } from './Slots.ts';

const maximumListed = 5000;
/** So many messages are made at once: enough to share flushes, few enough for memory. */
const composedAtOnce = 16;

/**
 * Owns every message from the moment Send was pressed (ARCHITECTURE section 4): durable before it answers, one state
 * at a time (`outboxStates`), sent at most once unless the person decides otherwise, never deleted because it failed.
 * Its methods are those of the contract, `outbox.*`; each rejects with a MailError.
 */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #book: OutboxBook;
  readonly #files: OutgoingFiles;
  readonly #desk: FilingDesk;
  readonly #newId: () => string;
  readonly #runners = new Map<AccountId, AccountRunner>();
  readonly #enqueuing = new Map<DraftId, Promise<OutboxItem>>();
  readonly #slots = new Slots(composedAtOnce);
  #closed = false;

  constructor(ports: OutboxPorts, book: OutboxBook, files: OutgoingFiles) {
    this.#ports = ports;
    this.#book = book;
    this.#files = files;
    this.#desk = new FilingDesk(book, new SentFiling(ports, files), ports);
    this.#newId = ports.newId ?? randomUUID;
  }

  /** Begins to send what is in the book. */
  start(): void {
    for (const { item } of this.#book.list()) this.#wake(item.accountId);
  }

  /** The message is composed and on disk when it resolves. The same draft id again answers with the same item. */
  enqueue(params: Params<'outbox.enqueue'>): Promise<OutboxItem> {
    const { id } = params.draft;
    const known = this.#enqueuing.get(id);
    if (known !== undefined) return known;
    const added = this.#slots.run(() => this.#enqueueOnce(params)).finally(() => this.#enqueuing.delete(id));
    this.#enqueuing.set(id, added);
    return added;
  }

  /** Newest first. */
  list(): OutboxItem[] {
    return this.#book.list().slice(-maximumListed).reverse().map(toOutboxItem);
  }

  /** Sends a waiting, deferred, refused or given-up message now; those who refused it are asked again. */
  async retryNow({ outboxId }: Params<'outbox.retryNow'>): Promise<OutboxItem> {
    const now = this.#ports.clock.now();
    return this.#decide(outboxId, ({ progress }) => ({
      ...progress,
      state: nextOutboxState(progress.state, { name: 'retryRequested' }),
      recipients: progress.recipients.map((recipient) =>
        recipient.status === 'refused' ? { ...recipient, status: 'pending' } : recipient,
      ),
      ...(progress.state.name === 'retrying' ? {} : { tryingSince: now }),
    }));
  }

  /** Takes a message back that nobody has got, and answers its draft; again for one taken back before. */
  async editAgain({ outboxId }: Params<'outbox.editAgain'>): Promise<Draft> {
    const current = this.#book.get(outboxId);
    if (current.progress.state.name !== 'cancelled')
      await this.#decide(outboxId, ({ progress }) => {
        if (progress.recipients.some(({ status }) => status === 'accepted'))
          throw wrongState(progress.state.name, 'editing a message that somebody has got');
        const event = { name: 'cancelled', at: this.#ports.clock.now() } as const;
        return { ...progress, state: nextOutboxState(progress.state, event) };
      });
    if (current.draft === null)
      throw new MailError('draft.unknown', 'the draft is gone', { scope: 'message' });
    return current.draft;
  }

  /** Clears a finished message from the list, and its bytes from the disk. */
  async dismiss({ outboxId }: Params<'outbox.dismiss'>): Promise<Record<string, never>> {
    await this.#decide(outboxId, ({ progress }) => {
      if (!isDismissable(progress.state) || progress.notice === 'due')
        throw wrongState(progress.state.name, 'clearing away');
      return { ...progress, dismissedAt: this.#ports.clock.now() };
    });
    // What is left behind by a failure here is swept at the next start.
    await this.#files
      .remove(outboxId)
      .catch((error: unknown) => this.#logFailure('removing a sent message', error));
    return {};
  }

  /** The person's word on an uncertain message. */
  async resolveUncertain({ outboxId, decision }: Params<'outbox.resolveUncertain'>): Promise<OutboxItem> {
    return this.#decide(outboxId, ({ progress }) => {
      if (progress.state.name !== 'uncertain')
        throw wrongState(progress.state.name, 'deciding an unknown outcome');
      if (decision === 'sendAgain')
        return {
          ...progress,
          state: nextOutboxState(progress.state, { name: 'sendAgain' }),
          handedOver: false,
        };
      const { event, recipients } = settleAsSent(progress, this.#ports.clock.now());
      return { ...progress, state: nextOutboxState(progress.state, event), recipients };
    });
  }

  /** What left and is still in the list: reports may be about it. */
  sentMessages(accountId: AccountId): SentMessage<OutboxId>[] {
    return this.#book.list().flatMap(({ item, progress }) => {
      const { state, recipients } = progress;
      const left = recipients.some(({ status }) => status === 'accepted') || state.name === 'uncertain';
      if (item.accountId !== accountId || !left) return [];
      const { id, messageId, subject, createdAt: sentAt } = item;
      return [
        { id, messageId, subject, sentAt, recipients: recipients.map(({ recipient }) => recipient.address) },
      ];
    });
  }

  /** Notes what servers further on reported; the same again, or better news after worse, changes nothing. */
  async noteReports(id: OutboxId, reports: readonly RecipientReport[]): Promise<void> {
    const merge = (recipient: RecipientResult): RecipientResult => {
      const report = reports.find(({ address }) => address === recipient.recipient.address);
      return report === undefined || recipient.report?.action === 'failed'
        ? recipient
        : { ...recipient, report };
    };
    const before = this.#book.get(id).progress.recipients;
    if (JSON.stringify(before.map(merge)) === JSON.stringify(before)) return;
    await this.#decide(id, ({ progress }) => ({ ...progress, recipients: progress.recipients.map(merge) }));
  }

  /** The files of drafts that may still be edited again: they must not be swept away. */
  blobsInUse(): ReadonlySet<BlobId> {
    const drafts = this.#book.list().flatMap(({ draft }) => (draft === null ? [] : [draft]));
    return new Set(drafts.flatMap(({ attachments }) => attachments.map(({ blobId }) => blobId)));
  }

  /** Resolves when every outcome that came is on disk. An answer to a message just handed over is waited for a few seconds. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#enqueuing.values()]); // their callers hear of failures
    await Promise.all([...this.#runners.values()].map((runner) => runner.close()));
    await this.#book.close();
  }

  async #enqueueOnce({ draft, undoSeconds, sendAt }: Params<'outbox.enqueue'>): Promise<OutboxItem> {
    if (this.#closed) throw new MailError('disconnected', 'Naru is closing', { scope: 'app' });
    const known = this.#book.byDraft(draft.id);
    if (known !== undefined) return toOutboxItem(known);
    const { clock, readBlob, identityFor } = this.#ports;
    const now = clock.now();
    const composed = composeMessage(draft, identityFor(draft.accountId, draft.identityId), {
      readBlob,
      now: () => now,
      newId: this.#newId,
    });
    const id = OutboxId.parse(`o-${this.#newId()}`.slice(0, 64));
    try {
      const { sizeBytes, bytes } = await this.#files.take(id, composed.stream);
      const until = Math.max(sendAt ?? now, now + undoSeconds * 1000);
      const entry: OutboxEntry = {
        item: {
          id,
          accountId: draft.accountId,
          draftId: draft.id,
          messageId: composed.messageId,
          subject: composed.subject,
          from: composed.from,
          sizeBytes,
          createdAt: now,
        },
        draft,
        bytes,
        progress: {
          state: until > now ? { name: 'waiting', until } : { name: 'queued' },
          recipients: composed.recipients.map(({ recipient, kind }) => ({
            recipient,
            kind,
            status: 'pending',
            reply: '',
          })),
          attempts: 0,
          handedOver: false,
          tryingSince: until,
          notice: 'none',
          dismissedAt: null,
        },
      };
      await this.#book.add(entry);
      this.#changed(draft.accountId);
      return toOutboxItem(entry);
    } catch (error) {
      await this.#files
        .remove(id)
        .catch((failure: unknown) => this.#logFailure('removing an unfinished message', failure));
      throw toMailError(error, 'blob.unknown', 'message');
    }
  }

  async #decide(id: OutboxId, decide: (entry: OutboxEntry) => OutboxProgress): Promise<OutboxItem> {
    const changed = await this.#book.change(id, decide);
    this.#desk.forgetPauses(id);
    this.#changed(changed.item.accountId);
    return toOutboxItem(changed);
  }

  #changed(accountId: AccountId): void {
    this.#ports.emit('outbox.changed', {});
    this.#wake(accountId);
  }

  #wake(accountId: AccountId): void {
    if (this.#closed) return;
    const runner = this.#runners.get(accountId) ?? this.#newRunner(accountId);
    this.#runners.set(accountId, runner);
    runner.wake();
  }

  #newRunner(accountId: AccountId): AccountRunner {
    return new AccountRunner({
      accountId,
      book: this.#book,
      files: this.#files,
      desk: this.#desk,
      ports: this.#ports,
      schedule: this.#ports.retrySchedule ?? defaultRetrySchedule,
      random: this.#ports.random ?? Math.random,
      onChange: () => this.#ports.emit('outbox.changed', {}),
    });
  }

  #logFailure(doing: string, error: unknown): void {
    this.#ports.logger.log('warn', 'outbox', doing, {
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

/**
 * Opens the outbox in its directory, settles what a crash left half done, sweeps what belongs to no message, and
 * begins to send. Rejects with `store.*` when the journal cannot be read: nothing is touched then.
 */
export async function createOutbox(ports: OutboxPorts): Promise<Outbox> {
  const fileSystem = ports.fileSystem ?? nodeFileSystem;
  try {
    await ensureDirectory(ports.directory, fileSystem);
    const book = await OutboxBook.open(join(ports.directory, 'journal'), fileSystem, ports.clock.now());
    const files = await OutgoingFiles.open(join(ports.directory, 'messages'), fileSystem);
    await recoverInterrupted(book, ports.clock.now());
    await files.sweep(new Set(book.list().map(({ item }) => item.id)));
    const outbox = new Outbox(ports, book, files);
    outbox.start();
    return outbox;
  } catch (error) {
    throw toMailError(error, 'outbox.unknown', 'app');
  }
}
