import {
  FolderPath,
  type AccountId,
  type HostApi,
  type HostClient,
} from '../../../preload/contract/index.ts';
import type { Break } from '../harness/Break.ts';
import type { HostProcess } from '../harness/HostProcess.ts';
import type { Operation, OperationTools } from '../harness/Operation.ts';
import { Possible } from './Possible.ts';

type Paths = readonly string[];
const changesPerRun = 25;
const names = ['Work', 'Travel', '가족', 'Bills'];

/** Folders on this computer made, renamed, nested, moved and deleted. Each call happens whole or not at all. */
export class ArrangeFolders implements Operation {
  readonly lines = [] as const;
  #accountId: AccountId | undefined;
  #paths = new Possible<Paths>([]);
  readonly #breaks: Break[] = [];
  #next = 0;

  constructor(private readonly tools: OperationTools) {}

  async prepare({ api }: HostClient): Promise<void> {
    const { servers, tls } = this.tools;
    const kind = { protocol: 'pop3', leaveOnServer: { policy: 'never' } } as const;
    this.#accountId = (await api['accounts.add'](servers.account(servers.newUser(), kind, tls))).id;
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
    return this.#breaks.splice(0);
  }

  async leave(): Promise<void> {
    // The folder list is asked for anew.
  }

  async #look(api: HostApi): Promise<void> {
    const paths = (await api['folders.list']({ accountId: this.accountId }))
      .filter(({ role }) => role === 'none')
      .map(({ path }) => path)
      .sort();
    const possible = this.#paths.all;
    if (!this.#paths.see(paths, (one, other) => one.join('\n') === other.join('\n')))
      this.#breaks.push({
        invariant: 'I2',
        kind: 'other',
        what: `folders are ${paths.join(' ')}, should be ${possible.map((one) => one.join(' ')).join(' or ')}`,
      });
  }

  async #changeOne(api: HostApi): Promise<void> {
    const { random } = this.tools;
    const { accountId } = this;
    const [paths = []] = this.#paths.all;
    const above = paths.length > 0 && random.below(2) === 0 ? `${random.pick(paths)}/` : '';
    this.#next += 1;
    const fresh = FolderPath.parse(
      `${above.split('/').length > 4 ? '' : above}${random.pick(names)} ${this.#next}`,
    );
    const kind = paths.length > 12 ? 'delete' : random.pick(['create', 'rename', 'delete'] as const);
    const leaves = paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
    if (kind === 'create' || paths.length === 0)
      return this.#paths.change(
        (now) => [...now, fresh].sort(),
        () => api['folders.create']({ accountId, folder: fresh }),
      );
    if (kind === 'delete') {
      const folder = FolderPath.parse(random.pick(leaves));
      return this.#paths.change(
        (now) => now.filter((path) => path !== folder),
        () => api['folders.delete']({ accountId, folder }),
      );
    }
    const folder = FolderPath.parse(random.pick(paths));
    if (fresh.startsWith(`${folder}/`)) return;
    const moved = (path: string): string =>
      path === folder || path.startsWith(`${folder}/`) ? `${fresh}${path.slice(folder.length)}` : path;
    await this.#paths.change(
      (now) => now.map(moved).sort(),
      () => api['folders.rename']({ accountId, folder, newPath: fresh }),
    );
  }

  get accountId(): AccountId {
    if (this.#accountId === undefined) throw new Error('not prepared');
    return this.#accountId;
  }
}
