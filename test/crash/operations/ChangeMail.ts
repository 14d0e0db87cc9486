import { FolderPath, MailError, type AccountId, type HostClient } from '../../../preload/contract/index.ts';
import { folderKey } from '../../../renderer/domain/rows.ts';
import type { ChangeReceipt, MessageChange } from '../../../renderer/worker/workerApi.ts';
import { compare, type Break } from '../harness/Break.ts';
import { FolderMirror } from '../harness/FolderMirror.ts';
import type { HostProcess } from '../harness/HostProcess.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { Page, type ShownMessage } from '../harness/Page.ts';

export type ChangeKind = 'flag' | 'move' | 'copy' | 'delete' | 'undo';
export interface ChangeOptions {
  readonly protocol: 'imap' | 'pop3';
  readonly messages: number;
  readonly perRun: number;
  readonly kinds: readonly ChangeKind[];
}
const folders = ['Work', 'Travel', 'Work/2026'].map((path) => FolderPath.parse(path));
const patienceMs = 15_000;
const prepareMs = 30_000;

/**
 * A person who marks, moves, copies and deletes while there is no host, and takes some of it back; the page pushes it
 * when there is one. The model holds what the person was shown to have done: Message-ID, folder and flags.
 */
export class ChangeMail implements Operation {
  readonly lines: Operation['lines'];
  readonly #user: string;
  readonly #page: Page;
  readonly #hashes = new Map<string, string>();
  /** By `messageId folder`: the flags. */
  readonly #model = new Map<string, ReadonlySet<string>>();
  #accountId: AccountId | undefined;
  #paths: readonly FolderPath[] = [];

  constructor(
    private readonly tools: OperationTools,
    private readonly options: ChangeOptions,
  ) {
    this.lines = options.protocol === 'imap' ? ['imap'] : [];
    this.#user = tools.servers.newUser();
    this.#page = new Page(tools.id);
  }

  async prepare(client: HostClient): Promise<void> {
    const { servers, seed, tls } = this.tools;
    const { protocol, messages } = this.options;
    const filled = servers.mail.fillMailbox(this.#user, messages, {
      seed,
      kinds: ['plain', 'korean', 'attachment'],
    });
    for (const { messageId, sha256 } of filled) this.#hashes.set(messageId, sha256);
    const incoming =
      protocol === 'imap'
        ? ({ protocol } as const)
        : ({ protocol, leaveOnServer: { policy: 'never' } } as const);
    const { id } = await client.api['accounts.add'](servers.account(this.#user, incoming, tls));
    this.#accountId = id;
    for (const folder of folders) await client.api['folders.create']({ accountId: id, folder });
    const inbox = (await client.api['folders.list']({ accountId: id })).find(
      ({ role }) => role === 'inbox',
    )?.path;
    if (inbox === undefined) throw new Error('no inbox');
    this.#paths = [inbox, ...folders];
    this.#page.open();
    this.#page.attach(client);
    await this.#page.until(async () => (await this.#page.shown()).length === messages, prepareMs);
    await this.#page.finish(patienceMs);
    for (const row of await this.#page.shown()) this.#model.set(keyOf(row), new Set(row.flags));
  }

  async plan(): Promise<void> {
    this.#page.open();
    for (let change = 0; change < this.options.perRun; change += 1) await this.#changeSome();
  }

  async work(host: HostProcess, client: HostClient): Promise<void> {
    this.#page.open();
    this.#page.attach(client);
    const ended = host.ended().then(() => {
      throw new MailError('disconnected', 'killed');
    });
    await Promise.race([this.#page.finish(patienceMs), ended]);
  }

  async settle(host: HostProcess, client: HostClient): Promise<boolean> {
    this.#page.open();
    this.#page.attach(client);
    await host.connect().then((probe) => probe.close());
    return this.#page.finish(patienceMs);
  }

  async check({ api }: HostClient): Promise<Break[]> {
    const line = (key: string, flags: Iterable<string>): string =>
      `${key} ${[...flags]
        .filter((flag) => shownFlags.has(flag))
        .sort()
        .join(' ')}`.trim();
    const wanted = [...this.#model].map(([key, flags]) => line(key, flags));
    const shown = (await this.#page.shown()).map((row) => line(keyOf(row), row.flags));
    const held: string[] = [];
    const damaged: string[] = [];
    for (const path of this.#paths) {
      const mirror = new FolderMirror(this.accountId, path);
      await mirror.catchUp(api);
      held.push(...mirror.rows.map(({ messageId, flags }) => line(`${messageId} ${path}`, flags)));
      const right = mirror.rows.map(({ messageId }) => this.#hashes.get(messageId) ?? messageId).sort();
      const there = (await mirror.hashes(api)).sort();
      if (right.join() !== there.join()) damaged.push(path);
    }
    const parked = await this.#page.database.pendingOperations.where('state').equals('parked').toArray();
    return [
      ...compare('held', wanted, held, 'I2'),
      ...compare('shown', wanted, shown, 'I6'),
      ...damaged.map((path) => ({ invariant: 'I1', kind: 'lost', what: `bytes differ in ${path}` }) as const),
      ...parked.map(
        ({ operation }) =>
          ({ invariant: 'I2', kind: 'other', what: `${operation.kind} was parked` }) as const,
      ),
    ];
  }

  leave(): Promise<void> {
    return this.#page.crash();
  }

  get accountId(): AccountId {
    if (this.#accountId === undefined) throw new Error('not prepared');
    return this.#accountId;
  }

  async #changeSome(): Promise<void> {
    const { random } = this.tools;
    const rows = await this.#page.shown();
    if (rows.length === 0) return;
    const folder = random.pick(rows).folder;
    const here = rows.filter((row) => row.folder === folder);
    const chosen = here.filter(() => random.below(Math.max(1, here.length >> 2)) === 0);
    const kind = random.pick(this.options.kinds);
    const destination = random.pick(this.#paths.filter((path) => path !== folder));
    // One copy per folder, so that a name means one message.
    const movable = chosen.filter(({ messageId }) => !this.#model.has(`${messageId} ${destination}`));
    switch (kind) {
      case 'flag': {
        const [add, remove] = random.pick([
          [['\\Seen'], []],
          [['\\Flagged'], ['\\Seen']],
          [[], ['\\Flagged']],
        ] as const);
        await this.#change(folder, chosen, { kind: 'flags', add: [...add], remove: [...remove] });
        for (const row of chosen) {
          const flags = new Set(this.#model.get(keyOf(row)));
          for (const flag of add) flags.add(flag);
          for (const flag of remove) flags.delete(flag);
          this.#model.set(keyOf(row), flags);
        }
        return;
      }
      case 'move':
        await this.#change(folder, movable, { kind, destination });
        return this.#moveInModel(movable, destination);
      case 'undo': {
        const receipt = await this.#change(folder, movable, { kind: 'move', destination });
        if (receipt !== null) await this.#page.api.undo(receipt);
        return;
      }
      case 'copy':
        await this.#change(folder, movable, { kind, destination });
        for (const row of movable)
          this.#model.set(`${row.messageId} ${destination}`, this.#model.get(keyOf(row)) ?? new Set());
        return;
      case 'delete':
        await this.#change(folder, chosen.slice(0, 1), { kind });
        for (const row of chosen.slice(0, 1)) this.#model.delete(keyOf(row));
    }
  }

  async #change(
    folder: string,
    rows: readonly ShownMessage[],
    change: MessageChange,
  ): Promise<ChangeReceipt | null> {
    if (rows.length === 0) return null;
    const uids = rows.map(({ uid }) => uid as never);
    return this.#page.api.change(folderKey(this.accountId, FolderPath.parse(folder)), uids, change);
  }

  #moveInModel(rows: readonly ShownMessage[], destination: string): void {
    for (const row of rows) {
      const flags = this.#model.get(keyOf(row)) ?? new Set();
      this.#model.delete(keyOf(row));
      this.#model.set(`${row.messageId} ${destination}`, flags);
    }
  }
}

const shownFlags = new Set(['\\Seen', '\\Flagged']);
const keyOf = ({ messageId, folder }: Pick<ShownMessage, 'messageId' | 'folder'>): string =>
  `${messageId} ${folder}`;
