import { plural } from '../plural.ts';

export const reading = {
  title: 'Message',
  nothingTitle: 'No message selected',
  nothingHint: 'Choose one from the list, or press J and K to walk through it.',
  manyTitle: (n: number) => `${n.toLocaleString('en')} messages selected`,
  manyHint: 'What you choose above happens to all of them.',
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  from: 'From',
  replyTo: 'Reply to',
  date: 'Date',
  me: 'me',
  andOthers: (n: number) => `and ${n.toLocaleString('en')} ${plural(n, 'other', 'others')}`,
  showDetails: 'Show all addresses',
  detailsTitle: 'Message details',
  attachments: (n: number) => `${n} ${plural(n, 'attachment', 'attachments')}`,
  saveAttachment: 'Save',
  unnamedAttachment: 'unnamed file',
  saving: 'Saving…',
  messageContent: 'Message content',
  picturesBlocked: (n: number) =>
    `${n.toLocaleString('en')} remote ${plural(n, 'picture', 'pictures')} not loaded: the sender cannot see that you read this.`,
  truncated: 'This message is very large. Only part of it is shown.',
  showAll: 'Show all of it',
  showRestAsText: 'Show the rest as text',
  noText: 'This message has no text.',
  quoted: (n: number) => `${n.toLocaleString('en')} quoted ${plural(n, 'line', 'lines')}`,
  notCachedTitle: 'Not on this computer yet',
  notCachedHint:
    'You are offline and this message has not been brought in. It will open once you are connected.',
};
