import type { SenderAssessment, SenderReason } from '../../../domain/trust/assessSender.ts';
import { domainOf } from '../../../domain/trust/addressParts.ts';
import type { Catalogue } from '../../../i18n/en.ts';

/** One finding as a sentence. */
export function reasonWords(reason: SenderReason, { trust }: Catalogue): string {
  switch (reason.code) {
    case 'noAuthor':
      return trust.noAuthor;
    case 'severalAuthors':
      return trust.severalAuthors;
    case 'severalReplyTo':
      return trust.severalReplyTo;
    case 'oddField':
      return trust.oddField;
    case 'nameHoldsAddress':
      return trust.nameHoldsAddress(reason.address);
    case 'trickyName':
      return trust.trickyName;
    case 'trickyDomain':
      return trust.trickyDomain(reason.domain, reason.trick);
    case 'lookalikeDomain':
      return trust.lookalikeDomain(reason.domain, reason.known);
    case 'ownAddress':
      return trust.ownAddress(reason.address);
    case 'replyElsewhere':
      return trust.replyElsewhere(reason.address);
    case 'authenticationFailed':
      return trust.failed(reason.domain);
  }
}

/** The one line under the sender's name: the gravest finding, else what the person's own server vouches for. */
export function verdictWords(assessed: SenderAssessment, text: Catalogue): string {
  const [first] = assessed.reasons;
  switch (assessed.verdict) {
    case 'failed':
    case 'suspicious':
      return first === undefined ? text.trust.unknown : reasonWords(first, text);
    case 'verified':
      return text.trust.verified(domainOf(assessed.authors[0]?.address ?? ''));
    case 'unknown':
      return text.trust.unknown;
  }
}
