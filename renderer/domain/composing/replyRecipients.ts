import type { Address, MessageSummary } from '../../../preload/contract/index.ts';
import { sameAddress } from './address.ts';

export interface Recipients {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
}

type Headers = Pick<MessageSummary, 'from' | 'replyTo' | 'to' | 'cc'>;

/**
 * Who an answer goes to (RFC 5322 section 3.6.3). Own addresses are left out, nobody is named twice. Cases:
 * - an ordinary message: Reply-To, else From; for `all`, its other To stays in Cc beside its Cc.
 * - one's own message (From is own, no Reply-To elsewhere): its To again, and for `all` its Cc.
 * - nothing but oneself: oneself, so that a note to oneself can be answered.
 */
export function replyRecipients(message: Headers, own: readonly string[], all: boolean): Recipients {
  const isOwn = ({ address }: Address): boolean => own.some((mine) => sameAddress(mine, address));
  const sender = message.replyTo.length > 0 ? message.replyTo : message.from;
  const others = sender.filter((one) => !isOwn(one));
  if (others.length === 0) {
    const to = unique(message.to.filter((one) => !isOwn(one)));
    if (to.length > 0)
      return {
        to,
        cc: all
          ? unique(
              message.cc.filter((one) => !isOwn(one)),
              to,
            )
          : [],
      };
    const cc = all ? unique(message.cc.filter((one) => !isOwn(one))) : [];
    return cc.length > 0 ? { to: cc, cc: [] } : { to: unique(sender), cc: [] };
  }
  const to = unique(others);
  const cc = all
    ? unique(
        [...message.to, ...message.cc].filter((one) => !isOwn(one)),
        to,
      )
    : [];
  return { to, cc };
}

function unique(addresses: readonly Address[], known: readonly Address[] = []): Address[] {
  const kept: Address[] = [];
  for (const one of addresses) {
    if (one.address === '') continue; // a group without members
    if (![...known, ...kept].some(({ address }) => sameAddress(address, one.address))) kept.push(one);
  }
  return kept;
}
