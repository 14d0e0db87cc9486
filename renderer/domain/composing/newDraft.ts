import type { Account, Draft, DraftId, EpochMs, Identity } from '../../../preload/contract/index.ts';
import { sameAddress } from './address.ts';
import type { Address } from '../../../preload/contract/index.ts';

/** Who a message is written as. */
export interface Sender {
  readonly account: Account;
  readonly identity: Identity;
}

/** Every sender of every account, in order. */
export function allSenders(accounts: readonly Account[]): readonly Sender[] {
  return accounts.flatMap((account) => account.identities.map((identity) => ({ account, identity })));
}

/**
 * The sender an answer should have: the identity the message was addressed to, else the first of the account it lies
 * in, else the first of all; undefined without any account.
 */
export function senderForAnswer(
  accounts: readonly Account[],
  accountId: Account['id'],
  addressedTo: readonly Address[],
): Sender | undefined {
  const senders = allSenders(accounts);
  const named = senders.filter(({ identity }) =>
    addressedTo.some(({ address }) => sameAddress(address, identity.address)),
  );
  return (
    named.find(({ account }) => account.id === accountId) ??
    senders.find(({ account }) => account.id === accountId) ??
    named[0] ??
    senders[0]
  );
}

/** An empty message of this sender. */
export function emptyDraft(id: DraftId, { account, identity }: Sender, now: EpochMs): Draft {
  return {
    id,
    accountId: account.id,
    identityId: identity.id,
    to: [],
    cc: [],
    bcc: [],
    subject: '',
    html: '',
    attachments: [],
    inReplyTo: null,
    references: [],
    updatedAt: now,
  };
}

/** Nothing worth keeping: no recipient, no subject, no file, no word. */
export function isBlankDraft(draft: Draft): boolean {
  return (
    draft.to.length + draft.cc.length + draft.bcc.length + draft.attachments.length === 0 &&
    draft.subject.trim() === '' &&
    draft.html.replace(/<br\s*\/?>|<\/?div>|&nbsp;|\s/giu, '') === ''
  );
}
