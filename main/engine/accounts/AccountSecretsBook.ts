import {
  MailError,
  type Account,
  type AccountId,
  type AccountSecrets,
} from '../../../preload/contract/index.ts';
import { secretKey, type SecretStore } from '../ports.ts';

/** An account's passwords and tokens: in the shell's secret store, or in memory for the demo's people. */
export class AccountSecretsBook {
  readonly #demo = new Map<string, string>();

  constructor(private readonly store: SecretStore) {}

  async save(id: AccountId, secrets: AccountSecrets, isDemo: boolean): Promise<void> {
    for (const which of ['incoming', 'outgoing'] as const) {
      if (isDemo) this.#demo.set(secretKey(id, which), secrets[which]);
      else await this.store.set(secretKey(id, which), secrets[which]);
    }
  }

  async remove(id: AccountId): Promise<void> {
    for (const which of ['incoming', 'outgoing'] as const) {
      if (!this.#demo.delete(secretKey(id, which))) await this.store.delete(secretKey(id, which));
    }
  }

  /** Throws `secret.missing` when none was kept and the server wants one; `secret.locked` when it cannot be read now. */
  async get(account: Account, which: 'incoming' | 'outgoing'): Promise<string> {
    const server = which === 'incoming' ? account.incoming.server : account.outgoing;
    if (server.auth === 'none') return '';
    const key = secretKey(account.id, which);
    const secret = this.#demo.get(key) ?? (await this.store.get(key));
    if (secret !== null) return secret;
    throw new MailError('secret.missing', 'no password is kept for this account', {
      scope: 'account',
      host: server.host,
    });
  }
}
