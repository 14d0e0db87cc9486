import type { Address, FolderRole } from '../../../preload/contract/index.ts';
import { hasFlag, isFlagged, isUnread } from '../../domain/flags.ts';
import type { MessageRow } from '../../domain/rows.ts';
import type { Catalogue } from '../../i18n/en.ts';

export interface RowDescription {
  readonly who: string;
  readonly subject: string;
  readonly hasSubject: boolean;
  readonly preview: string;
  readonly isUnread: boolean;
  readonly isStarred: boolean;
  readonly answered: 'answered' | 'forwarded' | null;
  readonly attachments: number;
}

/** What a person sees of a message in the list. In Sent and Drafts the other people are the recipients. */
export function describeRow(row: MessageRow, role: FolderRole, text: Catalogue): RowDescription {
  const { summary } = row;
  const isOwn = role === 'sent' || role === 'drafts';
  const recipients = [...summary.to, ...summary.cc, ...summary.bcc];
  const who = isOwn
    ? recipients.length === 0
      ? text.messageList.noRecipient
      : text.messageList.to(recipients.slice(0, 3).map(shortName).join(', '))
    : summary.from.map(shortName).join(', ') ||
      summary.sender.map(shortName).join(', ') ||
      text.messageList.noSender;
  const subject = oneLine(summary.subject);
  return {
    who,
    subject: subject === '' ? text.messageList.noSubject : subject,
    hasSubject: subject !== '',
    preview: oneLine(row.preview),
    isUnread: isUnread(row.flags),
    isStarred: isFlagged(row.flags),
    answered: hasFlag(row.flags, '\\Answered')
      ? 'answered'
      : hasFlag(row.flags, '$Forwarded')
        ? 'forwarded'
        : null,
    attachments: summary.attachments.filter((attachment) => !attachment.inline).length,
  };
}

/** The name, or the address where there is none. */
export function shortName({ name, address }: Address): string {
  const clean = oneLine(name);
  return clean === '' ? address : clean;
}

/** Control and direction characters out, white space collapsed: a line of a list stays one line, read one way. */
export function oneLine(value: string): string {
  return value
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
