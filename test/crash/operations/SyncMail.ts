import { ImapFlow } from 'imapflow';
import { MailError, type AccountId, type HostClient } from '../../../preload/contract/index.ts';
import { compare, type Break } from '../harness/Break.ts';
import type { HostProcess } from '../harness/HostProcess.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { Page } from '../harness/Page.ts';

export interface SyncOptions {
  readonly messages: number;
  /** Changes that another client makes on the server before each run. */
  readonly foreignChanges: number;
}
const patienceMs = 60_000;

/** An IMAP folder brought into the cache from nothing, and kept up while another client changes it. */
export class SyncMail implements Operation {
  readonly lines = ['imap'] as const;
  readonly #user: string;
  readonly #page: Page;
  #delivered = 0;

  constructor(
    private readonly tools: OperationTools,
    private readonly options: SyncOptions,
  ) {
    this.#user = tools.servers.newUser();
    this.#page = new Page(tools.id);
  }

  async prepare({ api }: HostClient): Promise<void> {
    const { servers, tls } = this.tools;
    this.#deliver(this.options.messages);
    await api['accounts.add'](servers.account(this.#user, { protocol: 'imap' }, tls));
  }

  async plan(): Promise<void> {
    if (this.options.foreignChanges === 0) return;
    const { random } = this.tools;
    this.#deliver(random.below(this.options.foreignChanges));
    await this.#onServer(async (client) => {
      const uids = await client.search({ all: true }, { uid: true });
      if (uids === undefined || uids === false || uids.length === 0) return;
      const some = (): number[] =>
        Array.from({ length: 1 + random.below(this.options.foreignChanges) }, () => random.pick(uids));
      await client.messageFlagsAdd(some(), ['\\Seen'], { uid: true });
      await client.messageFlagsRemove(some(), ['\\Seen'], { uid: true });
      await client.messageDelete(some().slice(0, 3), { uid: true });
    });
  }

  async work(host: HostProcess, client: HostClient): Promise<void> {
    this.#page.open();
    this.#page.attach(client);
    const ended = host.ended().then(() => {
      throw new MailError('disconnected', 'killed');
    });
    await Promise.race([this.#page.finish(patienceMs), ended]);
  }

  async settle(_host: HostProcess, client: HostClient): Promise<boolean> {
    this.#page.open();
    this.#page.attach(client);
    return this.#page.finish(patienceMs);
  }

  async check({ api }: HostClient): Promise<Break[]> {
    const account = (await api['accounts.list']({}))[0]?.id;
    if (account === undefined) return [{ invariant: 'I5', kind: 'other', what: 'the account is gone' }];
    const server: string[] = [];
    await this.#onServer(async (client) => {
      for await (const { uid, flags, envelope } of client.fetch('1:*', {
        uid: true,
        flags: true,
        envelope: true,
      }))
        server.push(line(uid, envelope?.messageId ?? '', [...(flags ?? [])]));
    });
    const shown = (await this.#page.shown()).map(({ uid, messageId, flags }) =>
      line(uid, `<${messageId}>`, flags),
    );
    return [
      ...compare('in the cache', server, shown, 'I6'),
      ...(await this.#countsOff(account, shown.length)),
    ];
  }

  leave(): Promise<void> {
    return this.#page.crash();
  }

  async #countsOff(accountId: AccountId, shown: number): Promise<Break[]> {
    const rows = await this.#page.database.folders.where('accountId').equals(accountId).toArray();
    const total = rows.reduce((sum, row) => sum + row.total, 0);
    return total === shown
      ? []
      : [{ invariant: 'I5', kind: 'other', what: `counts say ${total}, the lists ${shown}` }];
  }

  #deliver(count: number): void {
    const { servers, seed } = this.tools;
    servers.mail.fillMailbox(this.#user, count, { seed, first: this.#delivered, kinds: ['plain', 'korean'] });
    this.#delivered += count;
  }

  async #onServer(work: (client: ImapFlow) => Promise<void>): Promise<void> {
    const { mail } = this.tools.servers;
    const client = new ImapFlow({
      host: mail.host,
      port: mail.ports.imap,
      secure: false,
      doSTARTTLS: false,
      auth: { user: mail.address(this.#user), pass: mail.password(this.#user) },
      logger: false,
    });
    await client.connect();
    try {
      await client.mailboxOpen('INBOX');
      await work(client);
    } finally {
      await client.logout();
    }
  }
}

const line = (uid: number, messageId: string, flags: readonly string[]): string =>
  `${uid} ${messageId} ${flags.filter((flag) => flag === '\\Seen').join('')}`.trim();
