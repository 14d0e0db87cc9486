import type { AccountId, HostApi, HostClient } from '../../../preload/contract/index.ts';
import type { Break } from '../harness/Break.ts';
import type { HostProcess } from '../harness/HostProcess.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { Possible } from './Possible.ts';

type Labels = readonly string[];
const changesPerRun = 6;

/** Accounts added with their passwords, renamed and removed; the passwords of those that are left open the maildrop. */
export class ChangeAccounts implements Operation {
  readonly lines = [] as const;
  #labels = new Possible<Labels>([]);
  readonly #breaks: Break[] = [];
  readonly #idle: string[] = [];
  #version = 0;

  constructor(private readonly tools: OperationTools) {
    for (let user = 0; user < 4; user += 1) this.#idle.push(tools.servers.newUser());
  }

  async prepare(): Promise<void> {
    // Begins with no account.
  }

  plan(): void {
    // Always more of the same.
  }

  async work(_host: HostProcess, { api }: HostClient): Promise<void> {
    await this.#look(api);
    for (let change = 0; change < changesPerRun; change += 1) await this.#changeOne(api);
  }

  async settle(): Promise<boolean> {
    return true;
  }

  async check({ api }: HostClient): Promise<Break[]> {
    await this.#look(api);
    for (const { id, label } of await api['accounts.list']({})) {
      // Logs in with the stored password.
      const refused = await api['collect.run']({ accountId: id }).then(
        () => null,
        (error: unknown) => String(error),
      );
      if (refused !== null)
        this.#breaks.push({ invariant: 'I1', kind: 'lost', what: `the password of ${label}: ${refused}` });
    }
    return this.#breaks.splice(0);
  }

  async leave(): Promise<void> {
    // The account list is asked for anew.
  }

  async #look(api: HostApi): Promise<void> {
    const labels = (await api['accounts.list']({})).map(({ label }) => label).sort();
    const possible = this.#labels.all;
    if (!this.#labels.see(labels, (one, other) => one.join('\n') === other.join('\n')))
      this.#breaks.push({
        invariant: 'I2',
        kind: 'other',
        what: `accounts are ${labels.join(', ')}, should be ${possible.map((one) => one.join(', ')).join(' or ')}`,
      });
  }

  async #changeOne(api: HostApi): Promise<void> {
    const { random, servers, tls } = this.tools;
    const accounts = await api['accounts.list']({});
    const free = this.#idle.filter((user) => !accounts.some(({ label }) => userOf(label) === user));
    const kind = { protocol: 'pop3', leaveOnServer: { policy: 'always' } } as const;
    const choice = random.below(4);
    const [user] = free;
    if (user !== undefined && (choice < 2 || accounts.length === 0))
      return this.#labels.change(
        (now) => [...now, user].sort(),
        () => api['accounts.add'](servers.account(user, kind, tls)),
      );
    const account = random.pick(accounts);
    if (choice === 3) return this.#labels.change(without(account.label), () => this.#remove(api, account.id));
    this.#version += 1;
    const label = `${userOf(account.label)} v${this.#version}`;
    await this.#labels.change(
      (now) => [...without(account.label)(now), label].sort(),
      () => api['accounts.update']({ account: { ...account, label }, secrets: null }),
    );
  }

  async #remove(api: HostApi, accountId: AccountId): Promise<void> {
    await api['accounts.remove']({ accountId });
  }
}

const userOf = (label: string): string => label.split(' ')[0] ?? '';
const without =
  (label: string) =>
  (labels: Labels): Labels =>
    labels.filter((one) => one !== label);
