import { FolderPath } from '../../../preload/contract/index.ts';
import { decodeMailboxName, encodeMailboxName } from './mailboxName.ts';

/** Remembered oddities; a server with more broken names than this shows the rest under their decoded name. */
const MAX_ODD_NAMES = 5000;

/**
 * Translates between folder paths and names on the wire. Names that are not proper modified UTF-7 (raw UTF-8, a
 * bare `&`) would change on the way back, so they are remembered as they came.
 */
export class FolderNames {
  readonly #odd = new Map<string, string>();

  /** Null for a name that is empty or longer than a path may be. */
  toPath(wire: string): FolderPath | null {
    const decoded = /^inbox$/i.test(wire) ? 'INBOX' : decodeMailboxName(wire);
    const path = FolderPath.safeParse(decoded);
    if (!path.success) return null;
    const isOdd = decoded !== 'INBOX' && encodeMailboxName(decoded) !== wire;
    if (isOdd && this.#odd.size < MAX_ODD_NAMES) this.#odd.set(decoded, wire);
    return path.data;
  }

  toWire(path: FolderPath): string {
    return this.#odd.get(path) ?? encodeMailboxName(path);
  }
}
