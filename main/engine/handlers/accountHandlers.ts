import {
  MailError,
  type Account,
  type AccountId,
  type AccountSecrets,
  type AccountDraft,
} from '../../../preload/contract/index.ts';
import type { AccountSecretsBook } from '../accounts/AccountSecretsBook.ts';
import { demoAccountId, newAccountId, type AccountStore } from '../accounts/AccountStore.ts';
import { discoverSettings, type DiscoveryPorts } from '../accounts/discoverSettings.ts';
import { testAccount } from '../accounts/testAccount.ts';
import type { DemoPort, EmitEvent, Handlers } from '../ports.ts';
import type { AccountSources } from '../sources/AccountSources.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';

export interface AccountParts {
  readonly accounts: AccountStore;
  readonly secrets: AccountSecretsBook;
  readonly sources: AccountSources;
  readonly transcripts: Transcripts;
  readonly discovery: DiscoveryPorts;
  readonly demo: DemoPort | null;
  readonly emit: EmitEvent;
}

type AccountMethods =
  | 'accounts.list'
  | 'accounts.discover'
  | 'accounts.test'
  | 'accounts.add'
  | 'accounts.update'
  | 'accounts.remove';
type DemoMethods = 'demo.start' | 'demo.status' | 'demo.setServerUp';

export function accountHandlers(parts: AccountParts): Pick<Handlers, AccountMethods | DemoMethods> {
  const { accounts, secrets, sources, transcripts, discovery, emit } = parts;

  /** Secrets first: an account on disk always has what it needs to log in. */
  const add = async (
    id: AccountId,
    draft: AccountDraft,
    given: AccountSecrets,
    isDemo: boolean,
  ): Promise<Account> => {
    await secrets.save(id, given, isDemo);
    try {
      const account = await accounts.add(id, draft, isDemo);
      emit('accounts.changed', {});
      return account;
    } catch (error) {
      await secrets.remove(id);
      throw error;
    }
  };
  const demo = (): DemoPort => {
    if (parts.demo === null) throw new MailError('notSupported', 'there is no demo here', { scope: 'app' });
    return parts.demo;
  };

  return {
    'accounts.list': async () => [...accounts.list()],
    'accounts.discover': ({ address }, { signal }) => discoverSettings(address, discovery, signal),
    'accounts.test': ({ account, secrets: given }, { signal }) =>
      testAccount(account, given, transcripts, signal),
    'accounts.add': ({ account, secrets: given }) => add(newAccountId(), account, given, false),
    'accounts.update': async ({ account, secrets: given }) => {
      const before = accounts.get(account.id);
      if (given !== null) await secrets.save(account.id, given, before.isDemo);
      const updated = await accounts.update(account);
      await sources.close(account.id);
      emit('accounts.changed', {});
      return updated;
    },
    'accounts.remove': async ({ accountId }) => {
      await accounts.remove(accountId);
      await secrets.remove(accountId);
      await sources.forget(accountId);
      emit('accounts.changed', {});
      return {};
    },

    'demo.start': async () => {
      const present = new Set(accounts.list().map(({ label, isDemo }) => (isDemo ? label : null)));
      for (const { address, account } of await demo().start()) {
        if (!present.has(account.account.label))
          await add(demoAccountId(address), account.account, account.secrets, true);
      }
      return demo().status();
    },
    'demo.status': async () => demo().status(),
    'demo.setServerUp': async ({ domain, up }) => {
      await demo().setServerUp(domain, up);
      return demo().status();
    },
  };
}
