import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { maildirFolder } from './maildirFolder.ts';

/** One file of a Maildir, described as the server serves it: with CRLF line ends. */
export interface StoredMessage {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Maildir flag letters, sorted ("FS"); lower-case letters are keywords. */
  readonly flags: string;
}

/** What lies in a folder on disk, sorted by file name (order of arrival); nothing for a folder that is not there. */
export function listMailbox(maildir: string, folder = 'INBOX'): StoredMessage[] {
  const directory = maildirFolder(maildir, folder);
  return ['new', 'cur']
    .flatMap((part) => {
      const place = path.join(directory, part);
      return existsSync(place) ? readdirSync(place).map((name) => path.join(place, name)) : [];
    })
    .map(describe)
    .sort((left, right) => (left.fileName < right.fileName ? -1 : 1));
}

/** The SHA-256 of a message in hex, after making every line end CRLF. */
export function sha256WithCrlf(raw: Uint8Array): string {
  return createHash('sha256').update(withCrlf(raw)).digest('hex');
}

function describe(file: string): StoredMessage {
  const served = withCrlf(readFileSync(file));
  return {
    fileName: path.basename(file),
    sizeBytes: served.length,
    sha256: createHash('sha256').update(served).digest('hex'),
    flags: /:2,(\w*)$/.exec(file)?.[1] ?? '',
  };
}

/** Delivered mail lies on disk with bare LF. */
function withCrlf(raw: Uint8Array): Buffer {
  return Buffer.from(Buffer.from(raw).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}
