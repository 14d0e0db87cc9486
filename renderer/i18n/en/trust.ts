import { plural } from '../plural.ts';
import type { DomainTrick } from '../../domain/trust/domainName.ts';

const tricks: Readonly<Record<DomainTrick, string>> = {
  mixedScripts: 'mixes letters of several alphabets',
  wholeScriptLookalike: 'is written in another alphabet to look like Latin letters',
  impossibleCharacters: 'holds characters that no real name has',
  badPunycode: 'is not a valid international name',
};

/** Who sent a message and where its links lead, in plain sentences. */
export const trust = {
  verified: (domain: string) => `Your mail server confirms that ${domain} sent this.`,
  unknown: 'Your mail server has not confirmed the sender.',
  failed: (domain: string) => `Your mail server says this did not come from ${domain}.`,
  noAuthor: 'The message does not say who wrote it.',
  severalAuthors: 'The message names more than one sender.',
  severalReplyTo: 'The message gives several answers to where a reply goes.',
  oddField: 'The sender is written in a way honest mail programs never write it.',
  nameHoldsAddress: (address: string) => `The name shows ${address}, but that is not who sent it.`,
  trickyName: 'The sender’s name hides or turns round some of its letters.',
  trickyDomain: (domain: string, trick: DomainTrick) => `The domain ${domain} ${tricks[trick]}.`,
  lookalikeDomain: (domain: string, known: string) =>
    `${domain} looks like ${known}, which you know, but it is another.`,
  ownAddress: (address: string) => `It claims to be from your own address ${address}, and is not.`,
  replyElsewhere: (address: string) => `A reply would go elsewhere: ${address}`,
  verdict: 'Sender',
  checks: 'Your server’s checks',
  noChecks: 'Your mail server left no word about this message.',

  linkTitle: 'Is this where you want to go?',
  linkPhoneTitle: 'Call this number?',
  linkText: 'The link says',
  linkTarget: 'It opens',
  linkOpen: 'Open anyway',
  linkCall: 'Call',
  linkCopy: 'Copy address',
  linkCopied: 'Address copied',
  linkNamesAnother: (named: string) => `The text names ${named}, but the link goes elsewhere.`,
  linkUserInfo: (shown: string) => `“${shown}” before the @ is only decoration, not the place it opens.`,
  linkIpAddress: 'It goes to a bare number instead of a name.',
  linkDisguisedIp: 'It goes to a number that was written so that it cannot be recognised.',
  linkReordered: 'The text turns its letters round to look like something else.',
  linkNotOpened: (scheme: string) => `Addresses that begin with ${scheme}: are never opened from a message.`,
  linkWarnings: (n: number) => `${n} ${plural(n, 'warning', 'warnings')}`,
  leadsTo: (host: string) => `and on to ${host}`,
};
