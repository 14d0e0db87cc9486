import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  MailError,
  methods,
  type AccountDraft,
  type AccountId,
  type Draft,
  type FolderInfo,
  type FolderPath,
  type MailErrorData,
  type MessageSummary,
  type MethodName,
  type OutboxItem,
  type Params,
  type Result,
  type ServerSettings,
  type SyncBatch,
  type SyncCursor,
} from '../../../preload/contract/index.ts';
import { createEngine } from '../../../main/engine/createEngine.ts';
import { inlineParser } from '../../../main/engine/mime/inlineParser.ts';
import { systemClock } from '../../../main/engine/platform/systemClock.ts';
import type { DemoPort, Engine, Handler, SecretStore } from '../../../main/engine/ports.ts';
import type { MailServer } from '../../servers/mailServer.ts';

/** The whole engine in this process, called by its handlers; every parameter and result is held to the contract. */
export class TestEngine {
  readonly #secrets = new Map<string, string>();
  #engine: Engine | null = null;

  private constructor(
    readonly dataDir: string,
    private readonly createDemo: () => DemoPort | null,
  ) {}

  static async start(createDemo: () => DemoPort | null = () => null): Promise<TestEngine> {
    const engine = new TestEngine(await mkdtemp(join(tmpdir(), 'naru-engine-')), createDemo);
    await engine.restart();
    return engine;
  }

  /** Names under which secrets are kept. */
  get secretNames(): string[] {
    return [...this.#secrets.keys()].sort();
  }

  get engine(): Engine {
    if (this.#engine === null) throw new Error('the engine is closed');
    return this.#engine;
  }

  /** Closes it and opens it again on the same directory. */
  async restart(): Promise<void> {
    await this.#engine?.close();
    const secrets: SecretStore = {
      get: async (key) => this.#secrets.get(key) ?? null,
      set: async (key, secret) => void this.#secrets.set(key, secret),
      delete: async (key) => void this.#secrets.delete(key),
    };
    this.#engine = await createEngine({
      dataDir: this.dataDir,
      secrets,
      clock: systemClock,
      logger: { log: () => undefined },
      parser: inlineParser,
      demo: this.createDemo(),
      openExternal: null,
      host: { appVersion: '0', shell: 'test', platform: 'linux', secrets: 'file' },
    });
  }

  async call<M extends MethodName>(
    method: M,
    params: Params<M>,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Result<M>> {
    // Which handler stands under a name is what the table's type says; a generic index loses it.
    const handler = this.engine.handlers[method] as unknown as Handler<M>;
    const result = await handler(methods[method].params.parse(params) as Params<M>, { signal });
    return methods[method].result.parse(result) as Result<M>;
  }

  /** The error a call rejects with. */
  async errorOf<M extends MethodName>(method: M, params: Params<M>): Promise<MailErrorData> {
    try {
      await this.call(method, params);
    } catch (error) {
      if (error instanceof MailError) return error.data;
      throw error;
    }
    throw new Error(`${method} should have failed`);
  }

  async folderWithRole(accountId: AccountId, role: FolderInfo['role']): Promise<FolderPath> {
    const found = (await this.call('folders.list', { accountId })).find((folder) => folder.role === role);
    if (found === undefined) throw new Error(`no folder is ${role}`);
    return found.path;
  }

  /** All steps of a folder's sync from the beginning. */
  async syncSteps(accountId: AccountId, folder: FolderPath, maxMessages = 500): Promise<SyncBatch[]> {
    const steps: SyncBatch[] = [];
    let cursor: SyncCursor | null = null;
    for (let more = true; more;) {
      const step: SyncBatch = await this.call('mail.syncStep', { accountId, folder, cursor, maxMessages });
      steps.push(step);
      cursor = step.nextCursor;
      more = step.more;
    }
    return steps;
  }

  /** The folder as its sync tells it: its UIDVALIDITY and messages, oldest first. */
  async messages(accountId: AccountId, folder: FolderPath) {
    const steps = await this.syncSteps(accountId, folder);
    const byUid = new Map<number, MessageSummary>();
    for (const { added } of steps) for (const summary of added) byUid.set(summary.uid, summary);
    const [first] = steps;
    if (first === undefined) throw new Error('no step');
    return {
      accountId,
      folder,
      uidValidity: first.uidValidity,
      summaries: [...byUid.values()].sort((one, other) => one.uid - other.uid),
    };
  }

  /** Resolves when an outgoing message is in that state. */
  async untilOutbox(draftId: string, state: OutboxItem['state']['name']): Promise<OutboxItem> {
    for (;;) {
      const changed = this.nextEvent('outbox.changed');
      const item = (await this.call('outbox.list', {})).find((one) => one.draftId === draftId);
      if (item?.state.name === state) return item;
      await changed;
    }
  }

  nextEvent(name: string): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.engine.onEvent((event) => {
        if (event !== name) return;
        stop();
        resolve();
      });
    });
  }

  async stop(): Promise<void> {
    await this.#engine?.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

export function settings(
  server: MailServer,
  user: string,
  port: number,
  change: Partial<ServerSettings> = {},
): ServerSettings {
  return {
    host: server.host,
    port,
    security: 'none',
    user: server.address(user),
    auth: 'password',
    pinnedCertificate: null,
    ...change,
  };
}

/** An account of a test server as `accounts.add` takes it. */
export function accountOf(
  server: MailServer,
  user: string,
  protocol: 'imap' | 'pop3',
): Params<'accounts.add'> {
  const account: AccountDraft = {
    label: user,
    incoming:
      protocol === 'imap'
        ? { protocol, server: settings(server, user, server.ports.imap) }
        : {
            protocol,
            server: settings(server, user, server.ports.pop3),
            leaveOnServer: { policy: 'never' },
          },
    outgoing: settings(server, user, server.ports.submission),
    identities: [{ id: 'main', name: user, address: server.address(user), replyTo: null, signature: '' }],
  };
  return { account, secrets: { incoming: server.password(user), outgoing: server.password(user) } };
}

/** Keeps bytes as a draft's file, in pieces as the page does. */
export async function keepFile(engine: TestEngine, bytes: Uint8Array) {
  const { blobId } = await engine.call('blobs.create', {});
  for (let at = 0; at < bytes.length; at += 100_000)
    await engine.call('blobs.append', { blobId, bytes: new Uint8Array(bytes.subarray(at, at + 100_000)) });
  const { sizeBytes } = await engine.call('blobs.finish', { blobId });
  return { blobId, name: '보고서.bin', type: 'application/octet-stream', sizeBytes, contentId: null };
}

export const draftTo = (accountId: AccountId, to: string, change: Partial<Draft> = {}): Draft =>
  methods['drafts.save'].params.parse({
    id: 'draft-1',
    accountId,
    identityId: 'main',
    to: [{ name: '밥', address: to }],
    cc: [],
    bcc: [],
    subject: '회의 자료 보냅니다',
    html: '<p>안녕하세요, 첨부를 보세요.</p>',
    attachments: [],
    inReplyTo: null,
    references: [],
    updatedAt: 1,
    ...change,
  });
