export const firstScreen = {
  title: 'A quiet landing for your mail',
  lead: 'All your accounts in one calm window. Everything stays on this computer, works offline, and nothing leaves because you looked.',
  addAccount: 'Add your account',
  addAccountHint: 'IMAP or POP3, any provider',
  tryDemo: 'Look around with the demo',
  tryDemoHint: 'A little postal world, no account needed',
  starting: 'Starting the demo…',
};
