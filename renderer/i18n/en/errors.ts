import type { MailErrorData } from '../../../preload/contract/index.ts';
import type { ErrorSentences } from '../ErrorSentence.ts';

const server = (e: MailErrorData): string => e.host ?? 'the server';
const Server = (e: MailErrorData): string => e.host ?? 'The server';
const said = (e: MailErrorData): string =>
  e.serverReply === undefined ? '' : ` It said: “${e.serverReply}”`;
const subject = (e: MailErrorData, fallback: string): string =>
  e.subject === undefined || e.subject === '' ? fallback : `“${e.subject}”`;

const restart = 'Try again. If it keeps happening, restart Naru and report it.';

export const errors: ErrorSentences = {
  invalidRequest: () => ({
    title: 'Naru asked its engine for something it does not understand',
    hint: restart,
  }),
  unknownMethod: () => ({
    title: 'The mail engine is another version than this window',
    hint: 'Close Naru completely and start it again.',
  }),
  cancelled: () => ({ title: 'Cancelled', hint: 'Nothing was changed. Start it again when you like.' }),
  deadlineExceeded: (e) => ({
    title: `${Server(e)} took too long to answer`,
    hint: 'Naru will try again by itself. Check your connection if it lasts.',
  }),
  disconnected: () => ({
    title: 'The mail engine does not answer',
    hint: 'What is on this computer stays readable. Restart Naru if it does not come back.',
  }),
  notSupported: () => ({
    title: 'That cannot be done here',
    hint: 'The server or this way of running Naru does not offer it.',
  }),
  unexpected: (e) => ({ title: 'Something unexpected went wrong', hint: `${restart} (${e.message})` }),

  'network.hostNotFound': (e) => ({
    title: `There is no server called ${server(e)}`,
    hint: 'Check the server name for a typing error, and that you are online.',
  }),
  'network.refused': (e) => ({
    title: `${Server(e)} refuses connections${e.port === undefined ? '' : ` on port ${e.port}`}`,
    hint: 'Check the port, or wait: the server may be down for a moment.',
  }),
  'network.timeout': (e) => ({
    title: `${Server(e)} does not answer`,
    hint: 'Check the server name and port, and whether a firewall stands in between.',
  }),
  'network.unreachable': (e) => ({
    title: `No way to reach ${server(e)}`,
    hint: 'Check that you are online. Naru goes on by itself as soon as you are.',
  }),
  'network.closed': (e) => ({
    title: `${Server(e)} hung up`,
    hint: 'Naru will connect again by itself.',
  }),
  'tls.selfSigned': (e) => ({
    title: `${Server(e)} shows a certificate it made itself`,
    hint: 'Nobody vouches for it. Trust it only if it is your own server and you can compare the fingerprint.',
  }),
  'tls.expired': (e) => ({
    title: `The certificate of ${server(e)} has expired`,
    hint: 'Check your computer’s date. If it is right, the server’s owner must renew the certificate.',
  }),
  'tls.wrongHost': (e) => ({
    title: `The certificate shown belongs to another server than ${server(e)}`,
    hint: 'Check the server name; your provider’s help page gives the exact one.',
  }),
  'tls.untrusted': (e) => ({
    title: `Nobody this computer trusts vouches for ${server(e)}`,
    hint: 'Do not go on in a strange network. Trust the certificate only if you know whose it is.',
  }),
  'tls.changed': (e) => ({
    title: `${Server(e)} shows another certificate than the one you trusted`,
    hint: 'Compare both fingerprints. If the server was not renewed, someone may be listening: do not go on.',
  }),
  'tls.handshake': (e) => ({
    title: `No secure connection with ${server(e)} came about`,
    hint: 'Check port and encryption: 993, 995 and 465 use TLS at once; 143, 110 and 587 use STARTTLS.',
  }),
  'tls.notOffered': (e) => ({
    title: `${Server(e)} does not offer encryption on this port`,
    hint: 'Use the TLS port instead (993, 995 or 465). Your password was not sent.',
  }),

  'auth.wrongPassword': (e) => ({
    title: `${Server(e)} did not accept the name or password`,
    hint: `Check both. Many providers want an app password made in their settings.${said(e)}`,
  }),
  'auth.refused': (e) => ({
    title: `${Server(e)} does not let this account in`,
    hint: `Look in the provider’s settings whether IMAP or POP3 is switched on.${said(e)}`,
  }),
  'auth.mechanism': (e) => ({
    title: `${Server(e)} wants another way of signing in`,
    hint: 'Change the sign-in method in the account’s settings.',
  }),
  'auth.unavailable': (e) => ({
    title: `${Server(e)} cannot check passwords right now`,
    hint: `The trouble is theirs. Naru will try again by itself.${said(e)}`,
  }),
  'secret.missing': () => ({
    title: 'The password of this account is not stored',
    hint: 'Open the account and enter it again.',
  }),
  'secret.locked': () => ({
    title: 'The store that keeps your passwords is locked',
    hint: 'Unlock your keychain, or start Naru again and enter the passphrase.',
  }),

  'protocol.garbage': (e) => ({
    title: `${Server(e)} answers with something that is not mail`,
    hint: 'Check the port: another service may be listening there.',
  }),
  'protocol.tooLarge': (e) => ({
    title: `${Server(e)} sent more than Naru accepts`,
    hint: 'Nothing was lost: it stays on the server. Open it in the provider’s web mail.',
  }),
  'protocol.unexpected': (e) => ({
    title: `${Server(e)} did something the protocol does not allow`,
    hint: `Naru will try again. The Connections view shows the dialogue.${said(e)}`,
  }),

  'mail.folderNotFound': (e) => ({
    title: `The folder ${subject(e, '')} no longer exists on the server`.replace('  ', ' '),
    hint: 'Choose another folder; the list is being brought up to date.',
  }),
  'mail.folderExists': (e) => ({
    title: `There is already a folder ${subject(e, 'by that name')}`,
    hint: 'Choose another name.',
  }),
  'mail.messageGone': () => ({
    title: 'This message is no longer there',
    hint: 'It was moved or deleted from elsewhere. Look in Trash or Archive.',
  }),
  'mail.uidValidityChanged': () => ({
    title: 'The server has rebuilt this folder',
    hint: 'Naru reads it anew. Changes not yet sent wait for your decision.',
  }),
  'mail.readOnly': (e) => ({
    title: `The folder ${subject(e, '')} can only be read`.replace('  ', ' '),
    hint: 'Ask the folder’s owner for the right to change it.',
  }),
  'mail.overQuota': (e) => ({
    title: `The mailbox at ${server(e)} is full`,
    hint: 'Delete or move large messages, then empty the trash.',
  }),
  'mail.refused': (e) => ({
    title: `${Server(e)} refused this change`,
    hint: `The message stays as it was.${said(e)}`,
  }),
  'mail.inUse': () => ({
    title: 'Another program has this mailbox open',
    hint: 'Close it there, or wait: Naru will try again by itself.',
  }),

  'smtp.senderRefused': (e) => ({
    title: `${Server(e)} does not let you send as ${subject(e, 'this address')}`,
    hint: `Choose another sender, or allow this address at your provider.${said(e)}`,
  }),
  'smtp.recipientRefused': (e) => ({
    title: `${subject(e, 'A recipient')} was refused`,
    hint: `Check the address for a typing error.${said(e)}`,
  }),
  'smtp.messageRefused': (e) => ({
    title: `${Server(e)} refused the message`,
    hint: `Change what it objects to and send again.${said(e)}`,
  }),
  'smtp.tooLarge': (e) => ({
    title: `The message is too large for ${server(e)}`,
    hint: 'Send the files in several messages or share them by a link.',
  }),
  'smtp.deferred': (e) => ({
    title: `${Server(e)} asks to try later`,
    hint: `Naru will, by itself.${said(e)}`,
  }),
  'smtp.outcomeUnknown': (e) => ({
    title: `${Server(e)} got the message but did not confirm it`,
    hint: 'It may have left. Look in Sent, or ask the recipient, before you send again.',
  }),
  'smtp.gaveUp': (e) => ({
    title: `Naru gave up sending after many tries`,
    hint: `The message is kept. Open it in the outbox to change and send it again.${said(e)}`,
  }),
  'address.invalid': (e) => ({
    title: `${subject(e, 'This')} is not a mail address`,
    hint: 'It should look like name@example.org.',
  }),

  'store.diskFull': () => ({
    title: 'The disk is full',
    hint: 'Free some space. Nothing is deleted from any server until it is safely stored here.',
  }),
  'store.ioError': (e) => ({
    title: 'A file could not be read or written',
    hint: `Check the disk and the rights of Naru’s folder. (${e.message})`,
  }),
  'store.corrupt': (e) => ({
    title: 'Part of the mail store is damaged',
    hint: `The readable part is kept. Restore Naru’s folder from a backup. (${e.message})`,
  }),
  'store.locked': () => ({
    title: 'Naru is already running with this mail folder',
    hint: 'Use the window that is open, or quit it first.',
  }),
  'account.unknown': () => ({
    title: 'This account no longer exists',
    hint: 'It was removed, perhaps in another window. Choose another one.',
  }),
  'account.exists': (e) => ({
    title: `${subject(e, 'This account')} is already set up`,
    hint: 'Open it under Accounts to change its settings.',
  }),
  'draft.unknown': () => ({
    title: 'This draft no longer exists',
    hint: 'It was sent or discarded, perhaps in another window.',
  }),
  'outbox.unknown': () => ({
    title: 'This message is no longer in the outbox',
    hint: 'Look in Sent: it has probably left.',
  }),
  'outbox.wrongState': () => ({
    title: 'Too late for that',
    hint: 'The message is already further on its way. The outbox shows where it stands.',
  }),
  'blob.unknown': (e) => ({
    title: `The file ${subject(e, '')} is no longer there`.replace('  ', ' '),
    hint: 'Attach it again.',
  }),
};
