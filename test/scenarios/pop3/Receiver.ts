import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCollection } from '../../../main/engine/pop3/pop3Session.ts';
import { WitnessBook } from '../../../main/engine/pop3/WitnessBook.ts';
import { MessageStore } from '../../../main/engine/store/MessageStore.ts';
import type { FileSystem } from '../../../main/engine/store/FileSystem.ts';
import { nodeFileSystem } from '../../../main/engine/store/nodeFileSystem.ts';
import type { FolderId } from '../../../main/engine/store/storeTypes.ts';
import { Transcripts } from '../../../main/engine/transcript/Transcripts.ts';
import { MailError, type LeaveOnServer, type ServerSettings } from '../../../preload/contract/index.ts';
import { FailingDisk } from './FailingDisk.ts';

/** Of every scenario; searched for in what servers heard before TLS. */
export const secret = 'open-sesame-8471';

/** A POP3 account with its store on the disk, as the engine has it. */
export class Receiver {
  /** UTC milliseconds, moved by scenarios. */
  nowMs = Date.UTC(2026, 10, 21);
  leave: LeaveOnServer = { policy: 'never' };
  largestWholeBytes: number | null = null;
  wanted: ReadonlySet<string> = new Set();

  readonly disk = new FailingDisk();

  private constructor(
    private readonly directory: string,
    private store: MessageStore,
    private inbox: FolderId,
  ) {}

  static async create(): Promise<Receiver> {
    const directory = mkdtempSync(join(tmpdir(), 'naru-scenario-'));
    const receiver = new Receiver(directory, ...(await openStore(directory, nodeFileSystem)));
    await receiver.restart();
    return receiver;
  }

  /** Closes the store, or what is left of it, and opens it from what the disk holds. */
  async restart(): Promise<void> {
    await this.store.close().catch(() => undefined);
    this.disk.state = 'well';
    [this.store, this.inbox] = await openStore(this.directory, this.disk.fileSystem);
  }

  /** One run against a server. Resolves with what it did, or `refused: CODE`. */
  async collect(server: Partial<ServerSettings> & { port: number }, password = secret): Promise<string> {
    try {
      const { stored, deletedOnServer } = await runCollection({
        accountId: null,
        server: { ...plain, ...server },
        secret: password,
        transcripts: new Transcripts(
          () => this.nowMs,
          () => undefined,
        ),
        signal: AbortSignal.timeout(20_000),
        timeoutMs: 5000,
        book: new WitnessBook([{ store: this.store, prefix: '' }]),
        inbox: this.inbox,
        policy: { leave: this.leave, largestWholeBytes: this.largestWholeBytes, wanted: this.wanted },
        nowMs: () => this.nowMs,
        onProgress: () => undefined,
      });
      return `stored ${stored}, deleted ${deletedOnServer}`;
    } catch (error) {
      return error instanceof MailError ? `refused: ${error.code}` : `broke: ${String(error)}`;
    }
  }

  /** Whether the Inbox holds a message with these bytes, durably. */
  holds(sha256: string): boolean {
    return this.store.messages(this.inbox).some((message) => message.sha256 === sha256);
  }

  /** Flags of the messages in the Inbox, in order. */
  inboxFlags(): (readonly string[])[] {
    return this.store.messages(this.inbox).map(({ flags }) => flags);
  }

  /** Deletes everything in the Inbox for good. */
  async emptyInbox(): Promise<void> {
    await this.store.expunge(
      this.inbox,
      this.store.messages(this.inbox).map(({ uid }) => uid),
    );
  }

  /** The messages in the Inbox, as Latin-1 text, in order. */
  async inboxTexts(): Promise<string[]> {
    const texts: string[] = [];
    for (const { uid } of this.store.messages(this.inbox))
      texts.push(Buffer.from(await this.store.readMessage(this.inbox, uid)).toString('latin1'));
    return texts;
  }

  async inboxHashes(): Promise<string[]> {
    return (await this.inboxTexts()).map((text) =>
      createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex'),
    );
  }

  async close(): Promise<void> {
    await this.store.close().catch(() => undefined);
    rmSync(this.directory, { recursive: true });
  }
}

async function openStore(directory: string, fileSystem: FileSystem): Promise<[MessageStore, FolderId]> {
  const nowMs = (): number => Date.UTC(2026, 10, 21);
  const store = await MessageStore.open({ directory: join(directory, 'store'), fileSystem, nowMs });
  const inbox =
    store.folders().find(({ role }) => role === 'inbox') ??
    (await store.createFolder({ name: 'Inbox', role: 'inbox' }));
  return [store, inbox.id];
}

const plain: Omit<ServerSettings, 'port'> = {
  host: '127.0.0.1',
  security: 'none',
  user: 'alice',
  auth: 'password',
  pinnedCertificate: null,
};
