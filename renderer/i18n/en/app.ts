export const app = {
  mail: 'Mail',
  outbox: 'Outbox',
  connections: 'Connections',
  accounts: 'Accounts',
  settings: 'Settings',
  navigation: 'Sections',
  messageToolbar: 'Message actions',
  crashedTitle: 'This part of the window failed',
  crashedHint: 'Your mail is safe. Try again; if it happens once more, restart Naru.',
};
