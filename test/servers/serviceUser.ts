import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';

/** Whom Dovecot runs as: `nobody` when the tests run as root, else the caller. */
export interface ServiceUser {
  readonly uid: number;
  readonly gid: number;
  readonly userName: string;
  readonly groupName: string;
}

/** Reads the identity from the system. */
export function serviceUser(): ServiceUser {
  const ask = (...args: string[]): string => execFileSync('id', args, { encoding: 'utf8' }).trim();
  if (process.getuid?.() !== 0) {
    const { uid, gid, username } = os.userInfo();
    return { uid, gid, userName: username, groupName: ask('-gn') };
  }
  return {
    uid: Number(ask('-u', 'nobody')),
    gid: Number(ask('-g', 'nobody')),
    userName: 'nobody',
    groupName: ask('-gn', 'nobody'),
  };
}

/** A directory (parents included) that belongs to the service user. */
export function makeOwnedDirectory(directory: string, owner: ServiceUser): void {
  mkdirSync(directory, { recursive: true });
  chownSync(directory, owner.uid, owner.gid);
}

/** A private file that belongs to the service user. */
export function writeOwnedFile(file: string, content: string | Uint8Array, owner: ServiceUser): void {
  writeFileSync(file, content, { mode: 0o600 });
  chownSync(file, owner.uid, owner.gid);
}
