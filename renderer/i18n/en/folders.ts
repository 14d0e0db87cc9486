import { plural } from '../plural.ts';

export const folders = {
  title: 'Folders',
  roles: {
    inbox: 'Inbox',
    drafts: 'Drafts',
    sent: 'Sent',
    archive: 'Archive',
    junk: 'Junk',
    trash: 'Trash',
    all: 'All mail',
    flagged: 'Starred',
  },
  unread: (n: number) => `${n.toLocaleString('en')} unread`,
  expand: 'Expand',
  collapse: 'Collapse',
  none: 'No folders yet',
  noneHint: 'They appear as soon as the server has answered.',
  state: {
    offline: 'Offline',
    connecting: 'Connecting…',
    online: 'Connected',
    needsAttention: 'Needs your attention',
  },
  messages: (n: number) => `${n.toLocaleString('en')} ${plural(n, 'message', 'messages')}`,
};
