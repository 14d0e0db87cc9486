import type { Address, Draft } from '../../../preload/contract/index.ts';
import { isMailAddress } from './address.ts';

/** What stops a message from being sent, until it is mended. */
export type DraftProblem =
  | { readonly kind: 'noRecipients' }
  | { readonly kind: 'invalidAddress'; readonly addresses: readonly string[] }
  | { readonly kind: 'uploading'; readonly count: number };

/** What is worth a question; the person may send all the same. */
export type DraftWarning =
  | { readonly kind: 'emptySubject' }
  | { readonly kind: 'emptyMessage' }
  | { readonly kind: 'forgottenAttachment'; readonly word: string }
  | { readonly kind: 'manyVisibleRecipients'; readonly count: number };

/** More visible recipients than this are asked about: they will all see each other. */
const MANY_VISIBLE = 20;

const ATTACHMENT_WORDS = /\b(?:attach(?:ed|ment|ments|ing)?|enclosed|enclosing)\b|첨부|동봉|붙임/iu;

/** Everything that must and should be said before sending. `ownText` is what the person wrote, without quotes. */
export function checkDraft(
  draft: Pick<Draft, 'to' | 'cc' | 'bcc' | 'subject' | 'attachments'>,
  ownText: string,
  uploading: number,
): { readonly problems: readonly DraftProblem[]; readonly warnings: readonly DraftWarning[] } {
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc];
  const invalid = recipients.filter(({ address }) => !isMailAddress(address)).map(shown);
  const problems: DraftProblem[] = [];
  if (recipients.length === 0) problems.push({ kind: 'noRecipients' });
  if (invalid.length > 0) problems.push({ kind: 'invalidAddress', addresses: invalid });
  if (uploading > 0) problems.push({ kind: 'uploading', count: uploading });

  const warnings: DraftWarning[] = [];
  const files = draft.attachments.filter(({ contentId }) => contentId === null).length;
  const word = ATTACHMENT_WORDS.exec(`${draft.subject}\n${ownText}`)?.[0];
  if (draft.subject.trim() === '') warnings.push({ kind: 'emptySubject' });
  if (ownText.trim() === '' && draft.attachments.length === 0) warnings.push({ kind: 'emptyMessage' });
  if (word !== undefined && files === 0) warnings.push({ kind: 'forgottenAttachment', word });
  const visible = draft.to.length + draft.cc.length;
  if (visible > MANY_VISIBLE) warnings.push({ kind: 'manyVisibleRecipients', count: visible });
  return { problems, warnings };
}

const shown = ({ name, address }: Address): string => (address === '' ? name : address);
