import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AccountId,
  type HostApi,
  type SyncCursor,
  type Uid,
  type UidValidity,
} from '../../../preload/contract/index.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { countEach, type Loss } from './countEach.ts';

const kinds = ['plain', 'html', 'korean', 'reply', 'attachment'] as const;

/** Bob's maildrop, downloaded and emptied by POP3, and the truth of what was ever delivered to it. */
export class Receiving {
  readonly #delivered: string[] = [];

  constructor(
    private readonly server: MailServer,
    private readonly seed: number,
  ) {}

  get deliveredCount(): number {
    return this.#delivered.length;
  }

  /** Messages on the server now. */
  get waitingCount(): number {
    return ['new', 'cur']
      .map((part) => join(this.server.directory, 'mail', 'bob', 'Maildir', part))
      .reduce((sum, path) => sum + (existsSync(path) ? readdirSync(path).length : 0), 0);
  }

  deliver(count: number): void {
    if (count <= 0) return;
    const messages = this.server.fillMailbox('bob', count, {
      seed: this.seed,
      first: this.#delivered.length,
      kinds: [...kinds],
    });
    this.#delivered.push(...messages.map(({ sha256 }) => sha256));
  }

  /** Collects until the maildrop is empty. */
  async finish(api: HostApi, accountId: AccountId): Promise<void> {
    do await api['collect.run']({ accountId });
    while (this.waitingCount > 0);
  }

  /** What was delivered against what the host hands out, by the SHA-256 of the exact bytes. */
  async compare(api: HostApi, accountId: AccountId): Promise<Loss> {
    const held = new Map<number, { uid: Uid; uidValidity: UidValidity }>();
    const folder = (await api['folders.list']({ accountId })).find(({ role }) => role === 'inbox')?.path;
    if (folder === undefined) throw new Error('the account has no inbox');
    let cursor: SyncCursor | null = null;
    for (let more = true; more;) {
      const batch = await api['mail.syncStep']({ accountId, folder, cursor, maxMessages: 2000 });
      for (const { uid } of batch.added) held.set(uid, { uid, uidValidity: batch.uidValidity });
      cursor = batch.nextCursor;
      more = batch.more;
    }
    const hashes: string[] = [];
    const waiting = [...held.values()];
    const read = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { bytes } = await api['mail.fetchSource']({ accountId, folder, ...next });
        hashes.push(createHash('sha256').update(bytes).digest('hex'));
      }
    };
    await Promise.all(Array.from({ length: 8 }, read));
    return countEach(this.#delivered, hashes);
  }
}
