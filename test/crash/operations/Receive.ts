import { setTimeout as delay } from 'node:timers/promises';
import type { AccountId, FolderPath, HostApi, HostClient, Uid } from '../../../preload/contract/index.ts';
import type { LeaveOnServer } from '../../../preload/contract/index.ts';
import { formatUidSet } from '../../../renderer/domain/uidSet.ts';
import type { MessageKind } from '../../servers/generateMessage.ts';
import { compare, type Break } from '../harness/Break.ts';
import { FolderMirror } from '../harness/FolderMirror.ts';
import type { HostProcess } from '../harness/HostProcess.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';

export interface ReceiveOptions {
  readonly policy: LeaveOnServer;
  /** At most so many messages are delivered before a run. */
  readonly perRun: number;
  /** Of the messages here, this share of 100 is deleted in a run. */
  readonly deletePercent: number;
  readonly kinds: readonly MessageKind[];
  /** Afterwards the host is left alone for so long. */
  readonly restMs: number;
}

/** A maildrop collected by POP3 under one policy, and the truth of what was ever delivered to it. */
export class Receive implements Operation {
  readonly lines = ['pop3'] as const;
  readonly #user: string;
  readonly #delivered: { readonly sha256: string; readonly messageId: string }[] = [];
  /** Deleted here, by Message-ID: asked for, perhaps not answered yet. */
  readonly #deleting = new Set<string>();
  #mirror: FolderMirror | undefined;

  constructor(
    private readonly tools: OperationTools,
    private readonly options: ReceiveOptions,
  ) {
    this.#user = tools.servers.newUser();
  }

  async prepare({ api }: HostClient): Promise<void> {
    const { servers, tls } = this.tools;
    const { id } = await api['accounts.add'](
      servers.account(this.#user, { protocol: 'pop3', leaveOnServer: this.options.policy }, tls),
    );
    const inbox = (await api['folders.list']({ accountId: id })).find(({ role }) => role === 'inbox');
    if (inbox === undefined) throw new Error('the account has no inbox');
    this.#mirror = new FolderMirror(id, inbox.path);
  }

  plan(): void {
    const { servers, random, seed } = this.tools;
    const messages = servers.mail.fillMailbox(this.#user, 1 + random.below(this.options.perRun), {
      seed,
      first: this.#delivered.length,
      kinds: [...this.options.kinds],
    });
    this.#delivered.push(...messages.map(({ sha256, messageId }) => ({ sha256, messageId })));
  }

  async work(_host: HostProcess, { api }: HostClient): Promise<void> {
    await this.#collect(api);
    const { deletePercent, restMs, policy } = this.options;
    if (deletePercent === 0) return;
    await this.mirror.catchUp(api);
    for (const { messageId } of this.mirror.rows)
      if (this.tools.random.below(100) < deletePercent) this.#deleting.add(messageId);
    await this.#delete(api);
    if (policy.policy === 'untilDeleted') await this.#collect(api);
    await delay(restMs);
  }

  async settle(_host: HostProcess, { api }: HostClient): Promise<boolean> {
    await this.#delete(api);
    do await this.#collect(api);
    while (this.options.policy.policy === 'never' && this.tools.servers.waitingOf(this.#user) > 0);
    await this.mirror.catchUp(api);
    return true;
  }

  async check({ api }: HostClient): Promise<Break[]> {
    const { servers } = this.tools;
    const fresh = new FolderMirror(this.mirror.accountId, this.mirror.folder);
    await fresh.catchUp(api);
    const kept = this.#delivered
      .filter(({ messageId }) => !this.#deleting.has(messageId))
      .map(({ sha256 }) => sha256);
    const onServer = servers.mail.listMailbox(this.#user).map(({ sha256 }) => sha256);
    const expected = {
      never: [],
      always: this.#delivered.map(({ sha256 }) => sha256),
      days: onServer,
      untilDeleted: kept,
    };
    return [
      ...compare('received', kept, await fresh.hashes(api), 'I2'),
      ...compare('left on the server', expected[this.options.policy.policy], onServer, 'I2'),
      ...compare('seen by the cursor', fresh.content, this.mirror.content, 'I6'),
    ];
  }

  async leave(): Promise<void> {
    // The mirror is as durable as IndexedDB.
  }

  get mirror(): FolderMirror {
    if (this.#mirror === undefined) throw new Error('not prepared');
    return this.#mirror;
  }

  get place(): { readonly accountId: AccountId; readonly folder: FolderPath } {
    return { accountId: this.mirror.accountId, folder: this.mirror.folder };
  }

  async #collect(api: HostApi): Promise<void> {
    await api['collect.run']({ accountId: this.mirror.accountId });
  }

  /** Deletes for good what is to be deleted and still there. */
  async #delete(api: HostApi): Promise<void> {
    if (this.#deleting.size === 0) return;
    await this.mirror.catchUp(api);
    const uids: Uid[] = this.mirror.rows
      .filter(({ messageId }) => this.#deleting.has(messageId))
      .map(({ uid }) => uid);
    const { uidValidity } = this.mirror;
    if (uids.length === 0 || uidValidity === null) return;
    const operation = {
      kind: 'delete',
      opId: `delete-${uids.join('-')}`.slice(0, 64),
      uids: formatUidSet(uids),
    } as const;
    await api['mail.applyOperations']({ ...this.place, uidValidity, operations: [operation] });
  }
}
