import { Trash2 } from 'lucide-react';
import type { Account } from '../../preload/contract/index.ts';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';

/** Forgets the account and its password. There is no way back (the password is gone): the view asks first. */
export function removeAccount(account: Account): Command {
  return intent(
    'removeAccount',
    Trash2,
    (text) => text.accounts.remove,
    async ({ host }) => {
      await host.api['accounts.remove']({ accountId: account.id });
      return null;
    },
  );
}
