import { PencilLine } from 'lucide-react';
import type { Account } from '../../preload/contract/index.ts';
import type { Command } from './Command.ts';
import { intent } from './intent.ts';

/** Gives the account another name in Naru; its way back is the old name. */
export function renameAccount(account: Account, label: string): Command {
  return intent(
    'renameAccount',
    PencilLine,
    (text) => text.accounts.rename,
    async ({ host, text }) => {
      await host.api['accounts.update']({ account: { ...account, label }, secrets: null });
      return {
        notice: text.accounts.renamed(label),
        undo: async () => {
          await host.api['accounts.update']({ account, secrets: null });
        },
      };
    },
  );
}
