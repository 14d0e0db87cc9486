import { plural } from '../plural.ts';

export const messageList = {
  title: 'Messages',
  noSubject: '(no subject)',
  noSender: '(no sender)',
  to: (name: string) => `To ${name}`,
  noRecipient: '(no recipient)',
  unread: 'unread',
  starred: 'starred',
  answered: 'Answered',
  forwarded: 'Forwarded',
  hasAttachments: (n: number) => `${n} ${plural(n, 'attachment', 'attachments')}`,
  count: (n: number) => n.toLocaleString('en'),
  selected: (n: number) => `${n.toLocaleString('en')} selected`,
  unreadCount: (n: number) => `${n.toLocaleString('en')} unread`,
  emptyTitle: 'Nothing here',
  emptyHint: 'This folder is empty.',
  emptyInboxTitle: 'All read, all quiet',
  emptyInboxHint: 'New mail lands here.',
  noFolderTitle: 'Choose a folder',
  backfill: (done: number, total: number) =>
    `${done.toLocaleString('en')} of ${total.toLocaleString('en')} messages`,
  firstSyncTitle: 'Bringing your mail in',
};
