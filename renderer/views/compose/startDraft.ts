import {
  MailError,
  type Account,
  type AttachmentInfo,
  type Draft,
  type DraftId,
  type EpochMs,
  type InlinePart,
  type MessageBody,
  type MessageSummary,
} from '../../../preload/contract/index.ts';
import { formatAddress } from '../../domain/composing/address.ts';
import { allSenders, emptyDraft, senderForAnswer, type Sender } from '../../domain/composing/newDraft.ts';
import { referenceChain } from '../../domain/composing/referenceChain.ts';
import { replyRecipients } from '../../domain/composing/replyRecipients.ts';
import { forwardSubject, replySubject } from '../../domain/composing/subjectPrefix.ts';
import { emptyMessage, quoteForForward, quoteForReply } from '../../domain/quoting/quoteMessage.ts';
import type { Formats } from '../../i18n/Formats.ts';
import type { Catalogue } from '../../i18n/en.ts';

/** A message as its answer needs it; the body is null where it cannot be had now. */
export interface AnsweredMessage {
  readonly accountId: Account['id'];
  readonly summary: MessageSummary;
  readonly body: MessageBody | null;
}

/** A draft to begin with, and what must still be fetched and uploaded for it. */
export interface StartedDraft {
  readonly draft: Draft;
  /** Attachments of a forwarded message. */
  readonly files: readonly AttachmentInfo[];
  /** Pictures the quoted HTML shows. */
  readonly pictures: readonly InlinePart[];
  readonly isQuoteMissing: boolean;
}

export interface StartContext {
  readonly id: DraftId;
  readonly accounts: readonly Account[];
  readonly now: EpochMs;
  readonly text: Catalogue['compose'];
  readonly formats: Pick<Formats, 'fullDate'>;
}

/** An empty message of the preferred account (else the first). Throws `account.unknown` without any account. */
export function startNew({ id, accounts, now }: StartContext, preferred: Account['id'] | null): StartedDraft {
  const senders = allSenders(accounts);
  const sender = required(senders.find(({ account }) => account.id === preferred) ?? senders[0]);
  const draft = { ...emptyDraft(id, sender, now), html: emptyMessage(sender.identity.signature) };
  return { draft, files: [], pictures: [], isQuoteMissing: false };
}

/** An answer or a forward of `message`. Throws `account.unknown` without any account. */
export function startAnswer(
  { id, accounts, now, text, formats }: StartContext,
  kind: 'reply' | 'replyAll' | 'forward',
  { accountId, summary, body }: AnsweredMessage,
): StartedDraft {
  const sender = required(senderForAnswer(accounts, accountId, [...summary.to, ...summary.cc]));
  const base = emptyDraft(id, sender, now);
  const signature = sender.identity.signature;
  const date = formats.fullDate(summary.date ?? summary.internalDate);
  const from = summary.from.map(formatAddress).join(', ');
  const isQuoteMissing = body === null;
  const quoted = { html: body?.html ?? null, text: body?.text ?? null };
  const pictures = (body?.inlineParts ?? []).filter(({ contentId }) => quoted.html?.includes(contentId));
  const chain = referenceChain(summary);
  if (kind === 'forward') {
    const head = [
      { label: text.headFrom, value: from },
      { label: text.headDate, value: date },
      { label: text.headSubject, value: summary.subject },
      { label: text.headTo, value: summary.to.map(formatAddress).join(', ') },
      { label: text.headCc, value: summary.cc.map(formatAddress).join(', ') },
    ];
    const attachments = body?.attachments ?? summary.attachments;
    const shown = new Set(pictures.map(({ contentId }) => contentId));
    return {
      draft: {
        ...base,
        subject: forwardSubject(summary.subject),
        html: quoteForForward(quoted, text.forwardedTitle, head, signature),
        references: [...chain.references],
      },
      files: attachments.filter(({ contentId }) => contentId === null || !shown.has(contentId)).slice(0, 100),
      pictures,
      isQuoteMissing,
    };
  }
  // Only of the account that received it: the others here may be other people, and none may be left out.
  const own = sender.account.identities.map(({ address }) => address);
  const { to, cc } = replyRecipients(summary, own, kind === 'replyAll');
  return {
    draft: {
      ...base,
      to: [...to],
      cc: [...cc],
      subject: replySubject(summary.subject),
      html: isQuoteMissing
        ? emptyMessage(signature)
        : quoteForReply(quoted, text.attribution(date, from), signature),
      inReplyTo: chain.inReplyTo,
      references: [...chain.references],
    },
    files: [],
    pictures,
    isQuoteMissing,
  };
}

function required(sender: Sender | undefined): Sender {
  if (sender === undefined) throw new MailError('account.unknown', 'there is no account to write as');
  return sender;
}
