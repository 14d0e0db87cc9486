import { Inbox } from 'lucide-react';
import type { Account, Incoming } from '../../preload/contract/index.ts';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';

/** Changes how an account's mail is received; its way back is how it was before. */
export function changeReceiving(account: Account, incoming: Incoming): Command {
  return intent(
    'changeReceiving',
    Inbox,
    (text) => text.accounts.receivingChange,
    async ({ host, text }) => {
      await host.api['accounts.update']({ account: { ...account, incoming }, secrets: null });
      return {
        notice: text.accounts.receivingChanged(account.label),
        undo: async () => {
          await host.api['accounts.update']({ account, secrets: null });
        },
      };
    },
  );
}
