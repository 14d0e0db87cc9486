import type {
  AccountId,
  FolderPath,
  MessageSummary,
  OutboxId,
  RecipientReport,
  SyncBatch,
} from '../../../preload/contract/index.ts';
import type { Logger, MailSource } from '../ports.ts';
import { joinReport, type SentMessage } from './joinReport.ts';
import { readDeliveryReport } from './readDeliveryReport.ts';

/** What the desk asks of the outbox. */
export interface SentRegister {
  sentMessages(accountId: AccountId): readonly SentMessage<OutboxId>[];
  noteReports(id: OutboxId, reports: readonly RecipientReport[]): Promise<void>;
}

export interface ReportDeskParts {
  readonly register: SentRegister;
  readonly sourceOf: (accountId: AccountId) => Promise<Pick<MailSource, 'readSources'>>;
  readonly logger: Logger;
  readonly now: () => number;
}

/** More at once than these are a flood of forged ones; the rest is left. */
const mostAtOnce = 50;
const longestReadMs = 60_000;
const program =
  /mailer-?daemon|postmaster|mail[ _-]?deliver|delivery|microsoft (outlook|exchange)|mail[ _-]?(system|administrator|daemon)|system administrator|bounce|메일|メール/i;

/**
 * Looks at what arrives: a message that may be a delivery report is read and, where it is about a message sent from
 * here, noted beside its recipient in the outbox. A hint like all news of arrivals: what is missed costs a note.
 */
export class ReportDesk {
  readonly #parts: ReportDeskParts;
  #work: Promise<void> = Promise.resolve();

  constructor(parts: ReportDeskParts) {
    this.#parts = parts;
  }

  /** Returns at once; never rejects. */
  arrived(accountId: AccountId, folder: FolderPath, batch: Pick<SyncBatch, 'added' | 'uidValidity'>): void {
    const sent = this.#parts.register.sentMessages(accountId);
    if (sent.length === 0) return;
    const since = Math.min(...sent.map(({ sentAt }) => sentAt));
    const uids = batch.added
      .filter((summary) => summary.internalDate >= since - 3_600_000 && mayBeReport(summary))
      .slice(0, mostAtOnce)
      .map(({ uid }) => uid);
    if (uids.length === 0) return;
    this.#work = this.#work
      .then(async () => {
        const source = await this.#parts.sourceOf(accountId);
        const wanted = { folder, uidValidity: batch.uidValidity, uids };
        for await (const found of source.readSources(wanted, AbortSignal.timeout(longestReadMs)))
          await this.#read(accountId, found.source);
      })
      .catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        this.#parts.logger.log('warn', 'reports', 'a report could not be read', { message });
      });
  }

  /** Resolves when all that has arrived is looked at. */
  settled(): Promise<void> {
    return this.#work;
  }

  async #read(accountId: AccountId, source: Uint8Array): Promise<void> {
    const report = readDeliveryReport(source);
    const joined =
      report && joinReport(report, this.#parts.register.sentMessages(accountId), this.#parts.now());
    if (joined !== null) await this.#parts.register.noteReports(joined.id, joined.recipients);
  }
}

const mayBeReport = ({ from, subject }: MessageSummary): boolean =>
  from.length === 0 ||
  from.some(({ name, address }) => program.test(`${name} ${address}`)) ||
  /undeliver|delivery (status|fail)|returned mail|failure notice|반송|실패|配信|エラー/i.test(subject);
