import type { Address, MessageBody } from '../../../preload/contract/index.ts';
import { sameAddress } from '../composing/address.ts';
import { addressesIn, domainOf } from './addressParts.ts';
import {
  judgeResults,
  ownResults,
  type AuthenticationVerdict,
  type AuthservTrust,
} from './authenticationResults.ts';
import { hasMixedWord, readDomain, type DomainTrick } from './domainName.ts';
import { hasInvisible, oneLine, overridesOrder } from './hiddenCharacters.ts';
import { inspectMailboxField, type FieldTrick } from './inspectMailboxField.ts';
import { lookalikeOf } from './lookalike.ts';
import { sameOwner } from './registrableDomain.ts';

/** What is known of who sent a message. */
export interface SenderMessage {
  /** In order of appearance, encoded words unresolved: `MessageBody.headers`. */
  readonly headers: MessageBody['headers'];
  /** As the parser reads them: `MessageSummary.from` and `.replyTo`. */
  readonly from: readonly Address[];
  readonly replyTo: readonly Address[];
}

/** What is known of whom it was sent to. */
export interface SenderContext {
  readonly trust: AuthservTrust;
  /** The person's own addresses. */
  readonly own: readonly string[];
  /** Addresses the person has written to or often hears from. */
  readonly known: readonly string[];
}

/** One finding, with what it is about (an address, a domain) where that helps to understand it. */
export type SenderReason =
  /** No author at all, or none with an address. */
  | { readonly code: 'noAuthor' }
  /** Several From fields, or several authors in one. */
  | { readonly code: 'severalAuthors' }
  | { readonly code: 'severalReplyTo' }
  /** The From field is written as honest mail programs never write it. */
  | { readonly code: 'oddField'; readonly trick: FieldTrick }
  /** The name shown holds another mail address than the true one. */
  | { readonly code: 'nameHoldsAddress'; readonly address: string }
  /** The name holds letters of several scripts in one word, invisible characters, or turns its letters round. */
  | { readonly code: 'trickyName' }
  | { readonly code: 'trickyDomain'; readonly domain: string; readonly trick: DomainTrick }
  /** The domain looks like one the person knows, and is not it. */
  | { readonly code: 'lookalikeDomain'; readonly domain: string; readonly known: string }
  /** It claims to come from the person's own address, and their own server denies it. */
  | { readonly code: 'ownAddress'; readonly address: string }
  /** An answer would go to another owner's domain than the author's. */
  | { readonly code: 'replyElsewhere'; readonly address: string }
  /** The account's own server says that the domain did not send this. */
  | { readonly code: 'authenticationFailed'; readonly domain: string };

export interface SenderAssessment {
  /**
   * `verified`: the account's own server vouches for the domain and nothing else is odd. `failed`: it says the domain
   * did not send this. `suspicious`: something is written to fool. `unknown`: nobody says anything, which is common.
   */
  readonly verdict: 'verified' | 'failed' | 'suspicious' | 'unknown';
  /** Whether to warn: `failed` and `suspicious`. */
  readonly isWarning: boolean;
  /** What makes it so, the gravest first; a note alone (`replyElsewhere`) does not make a warning. */
  readonly reasons: readonly SenderReason[];
  /** The authors as they may be shown: one line, nothing invisible, the domain in ASCII where it could fool. */
  readonly authors: readonly Address[];
  readonly authentication: AuthenticationVerdict;
}

const MAX_NAME = 200;
const MAX_ADDRESS = 320;
const NOTES: ReadonlySet<SenderReason['code']> = new Set(['replyElsewhere']);

/** Who sent a message, as far as anybody can know, in one verdict. Pure; bounded by the contract's own limits. */
export function assessSender(message: SenderMessage, context: SenderContext): SenderAssessment {
  const fields = (name: string): string[] =>
    message.headers.filter((field) => field.name.trim().toLowerCase() === name).map(({ value }) => value);
  const froms = fields('from');
  const authors = message.from.slice(0, 20);
  const reasons: SenderReason[] = [];
  if (!authors.some(({ address }) => address !== '')) reasons.push({ code: 'noAuthor' });
  if (froms.length > 1 || authors.length > 1) reasons.push({ code: 'severalAuthors' });
  for (const trick of inspectMailboxField(froms[0] ?? '')) reasons.push({ code: 'oddField', trick });
  for (const author of authors) reasons.push(...reasonsOf(author, context));
  if (fields('reply-to').length > 1) reasons.push({ code: 'severalReplyTo' });
  const domain = authors.length === 1 && froms.length === 1 ? domainOf(authors[0]?.address ?? '') : '';
  const authentication = judgeResults(
    ownResults(message.headers, context.trust),
    domain === '' ? '' : readDomain(domain).ascii,
  );
  const isOwn = authors.find(({ address }) => context.own.some((own) => sameAddress(own, address)));
  if (isOwn !== undefined && authentication === 'fail')
    reasons.push({ code: 'ownAddress', address: isOwn.address });
  const elsewhere = replyElsewhere(message, fields('list-id').length > 0);
  if (elsewhere !== null) reasons.push(elsewhere);
  if (authentication === 'fail') reasons.unshift({ code: 'authenticationFailed', domain });
  const isSuspicious = reasons.some(({ code }) => !NOTES.has(code) && code !== 'authenticationFailed');
  const verdict =
    authentication === 'fail'
      ? 'failed'
      : isSuspicious
        ? 'suspicious'
        : authentication === 'pass'
          ? 'verified'
          : 'unknown';
  return {
    verdict,
    isWarning: verdict === 'failed' || verdict === 'suspicious',
    reasons,
    authors: authors.map(shownAuthor),
    authentication,
  };
}

function reasonsOf({ name, address }: Address, { known }: SenderContext): SenderReason[] {
  const reasons: SenderReason[] = [];
  const other = addressesIn(name).find((found) => found !== address.trim().toLowerCase());
  if (other !== undefined) reasons.push({ code: 'nameHoldsAddress', address: other });
  if (overridesOrder(name) || hasMixedWord(name)) reasons.push({ code: 'trickyName' });
  const domain = domainOf(address);
  if (domain === '') return reasons;
  const reading = readDomain(domain);
  for (const trick of reading.tricks) reasons.push({ code: 'trickyDomain', domain: reading.shown, trick });
  const alike = lookalikeOf(reading, known.map(domainOf));
  if (alike !== null) reasons.push({ code: 'lookalikeDomain', domain: reading.shown, known: alike });
  return reasons;
}

/** Answers would go to another owner's domain than the author's; a mailing list does so by its nature. */
function replyElsewhere({ from, replyTo }: SenderMessage, isList: boolean): SenderReason | null {
  const domain = domainOf(from[0]?.address ?? '');
  const other = replyTo.find(({ address }) => address !== '' && !sameOwner(domainOf(address), domain));
  return other === undefined || domain === '' || isList
    ? null
    : { code: 'replyElsewhere', address: shownAddress(other.address) };
}

const shownAuthor = ({ name, address }: Address): Address => ({
  name: oneLine(name, MAX_NAME),
  address: shownAddress(address),
});

/** A mail address that can be put on the screen: its domain as `readDomain` lets it be shown. */
export function shownAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return oneLine(address, MAX_ADDRESS);
  const local = address.slice(0, at);
  const clean = hasInvisible(local) || local.length > 64 ? oneLine(local, 64) : local;
  return `${clean}@${oneLine(readDomain(address.slice(at + 1)).shown, MAX_ADDRESS)}`;
}
