import { closeSync, existsSync, fchownSync, futimesSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { generateMessage, type GeneratedMessage, type MessageKind } from './generateMessage.ts';
import { maildirFolder } from './maildirFolder.ts';
import { makeOwnedDirectory, type ServiceUser } from './serviceUser.ts';

/** What fillMailbox writes. */
export interface FillOptions {
  /** Default INBOX. A folder that does not exist is made. */
  readonly folder?: string;
  readonly seed?: number;
  /** Index of the first message: a second call with `first` = the number written so far goes on where that ended. */
  readonly first?: number;
  readonly kinds?: readonly MessageKind[];
  /** Maildir flag letters: S seen, F flagged, R answered, D draft, T deleted. Unseen when absent. */
  readonly flags?: (message: GeneratedMessage) => string;
}

const flagLetters = /^[DFRST]*$/;

/**
 * Writes `count` generated messages into a Maildir as a delivery would (tmp, then rename), oldest first; their
 * INTERNALDATE is their Date. Not durable and much faster than LMTP: 2,000 take well under a second.
 */
export function fillMailbox(
  maildir: string,
  count: number,
  options: FillOptions & { readonly to: string },
  owner: ServiceUser,
): GeneratedMessage[] {
  const { folder = 'INBOX', seed = 1, first = 0, to, flags = () => '' } = options;
  const directory = maildirFolder(maildir, folder);
  for (const part of [
    maildir,
    directory,
    ...['tmp', 'new', 'cur'].map((name) => path.join(directory, name)),
  ]) {
    if (!existsSync(part)) makeOwnedDirectory(part, owner);
  }
  const messages = Array.from({ length: count }, (_, offset) =>
    generateMessage(seed, first + offset, {
      to,
      ...(options.kinds === undefined ? {} : { kinds: options.kinds }),
    }),
  );
  for (const message of messages) {
    const letters = [...flags(message)].sort().join('');
    if (!flagLetters.test(letters)) throw new Error(`not Maildir flags: ${letters}`);
    // Dovecot numbers messages it has not seen in the order of their names.
    const seconds = Math.floor(message.date.getTime() / 1000);
    const name = `${seconds}.M${String(message.index).padStart(8, '0')}S${seed}.naru,S=${message.raw.length},W=${message.raw.length}`;
    const temporary = path.join(directory, 'tmp', name);
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(file, message.raw);
      fchownSync(file, owner.uid, owner.gid);
      futimesSync(file, message.date, message.date);
    } finally {
      closeSync(file);
    }
    renameSync(
      temporary,
      letters === ''
        ? path.join(directory, 'new', name)
        : path.join(directory, 'cur', `${name}:2,${letters}`),
    );
  }
  return messages;
}
