export const settings = {
  title: 'Settings',
  language: 'Language',
  languages: { system: 'Same as the system', en: 'English', ko: '한국어' },
  theme: 'Appearance',
  themes: { system: 'Same as the system', light: 'Light', dark: 'Dark' },
  density: 'Density',
  densities: { comfortable: 'Comfortable', compact: 'Compact' },
  densityHint: {
    comfortable: 'Three lines per message, more air',
    compact: 'Two lines per message, more messages',
  },
  undoSend: 'Time to undo sending',
  undoSendHint: 'A message waits this long before it leaves.',
  undoSeconds: (n: number) => (n === 0 ? 'Send at once' : `${n} seconds`),
  changed: 'Setting changed',
  secrets: 'Passwords',
  secretsKept: {
    keychain: 'Kept in the keychain of your operating system.',
    passphrase: 'Kept in a file encrypted with your passphrase.',
    file: 'Kept in a file that only your user account on this computer can read.',
  },
  version: (version: string) => `Naru ${version}`,
};
