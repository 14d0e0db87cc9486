import type { Account } from '../../../preload/contract/index.ts';

/**
 * The POP3 accounts whose Inbox may take another's mail: not the account itself, none that gives its own mail away
 * (mail goes one step), and the demo's only among themselves.
 */
export function sharableInboxes(accounts: readonly Account[], account: Account | null): readonly Account[] {
  return accounts.filter(
    ({ id, isDemo, incoming }) =>
      id !== account?.id &&
      isDemo === (account?.isDemo ?? false) &&
      incoming.protocol === 'pop3' &&
      incoming.deliverTo === undefined,
  );
}
