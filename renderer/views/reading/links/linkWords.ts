import type { LinkAssessment, LinkWarning } from '../../../domain/trust/assessLink.ts';
import type { Catalogue } from '../../../i18n/en.ts';

/** A warning about a link as one sentence. */
export function linkWords(warning: LinkWarning, { shownHost }: LinkAssessment, { trust }: Catalogue): string {
  const host = shownHost ?? '';
  switch (warning.code) {
    case 'textNamesAnother':
      return trust.linkNamesAnother(warning.named);
    case 'userInfo':
      return trust.linkUserInfo(warning.shown);
    case 'ipAddress':
      return warning.isDisguised ? trust.linkDisguisedIp : trust.linkIpAddress;
    case 'trickyDomain':
      return trust.trickyDomain(host, warning.trick);
    case 'lookalikeDomain':
      return trust.lookalikeDomain(host, warning.known);
    case 'reorderedText':
      return trust.linkReordered;
    case 'notOpened':
      return trust.linkNotOpened(warning.scheme);
  }
}
