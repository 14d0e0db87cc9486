import { FolderPath, type FolderRole } from '../../../preload/contract/index.ts';
import { giveUpNotice } from './giveUpNotice.ts';
import type { OutboxPorts, FilingMailbox } from './OutboxPorts.ts';
import type { OutgoingFiles } from './OutgoingFiles.ts';
import { toOutboxItem, type OutboxEntry } from './outboxRecords.ts';

const messageLimitBytes = 1024 * 1024 * 1024;
const noticeSourceLimitBytes = 26 * 1024 * 1024;
const defaultSentFolder = FolderPath.parse('Sent');
const defaultInbox = FolderPath.parse('INBOX');

/** What the outbox leaves in the person's own mailboxes. Every step may be repeated: `fileCopy` searches first. */
export class SentFiling {
  readonly #ports: Pick<OutboxPorts, 'mailboxFor' | 'language' | 'clock'>;
  readonly #files: OutgoingFiles;

  constructor(ports: Pick<OutboxPorts, 'mailboxFor' | 'language' | 'clock'>, files: OutgoingFiles) {
    this.#ports = ports;
    this.#files = files;
  }

  /** Files the sent bytes as read; resolves when a copy is there, by us or by the server. */
  async fileSent(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const { accountId, messageId } = entry.item;
    const mailbox = await this.#ports.mailboxFor(accountId);
    const folder = await sentFolder(mailbox, signal);
    const source = await this.#files.read(entry, messageLimitBytes);
    await mailbox.fileCopy({ folder, source, messageId, flags: ['\\Seen'] }, signal);
  }

  /** Whether Sent holds the message already: a server that files by itself has taken it. */
  async liesInSent(entry: OutboxEntry, signal: AbortSignal): Promise<boolean> {
    const mailbox = await this.#ports.mailboxFor(entry.item.accountId);
    const folder = (await mailbox.listFolders(signal)).find(({ role }) => role === 'sent')?.path;
    return folder !== undefined && mailbox.holdsMessageId(folder, entry.item.messageId, signal);
  }

  /** Leaves the notice of giving up in the inbox, unread. */
  async deliverNotice(entry: OutboxEntry, signal: AbortSignal): Promise<void> {
    const { accountId } = entry.item;
    const mailbox = await this.#ports.mailboxFor(accountId);
    const folder = (await folderWithRole(mailbox, 'inbox', signal)) ?? defaultInbox;
    const { bytes, messageId } = await giveUpNotice(
      toOutboxItem(entry),
      await this.#files.read(entry, noticeSourceLimitBytes),
      {
        language: this.#ports.language(),
        at: this.#ports.clock.now(),
        tryingSince: entry.progress.tryingSince,
      },
    );
    await mailbox.fileCopy({ folder, source: bytes, messageId, flags: [] }, signal);
  }
}

const folderWithRole = async (
  mailbox: FilingMailbox,
  role: FolderRole,
  signal: AbortSignal,
): Promise<FolderPath | undefined> =>
  (await mailbox.listFolders(signal)).find((folder) => folder.role === role)?.path;

async function sentFolder(mailbox: FilingMailbox, signal: AbortSignal): Promise<FolderPath> {
  const known = await folderWithRole(mailbox, 'sent', signal);
  if (known !== undefined) return known;
  await mailbox.createFolder(defaultSentFolder, signal);
  return defaultSentFolder;
}
