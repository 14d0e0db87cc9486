import type { MessageStore } from './MessageStore.ts';
import { StoreError } from './StoreError.ts';
import type { FolderId } from './storeTypes.ts';

const headerLimitBytes = 256 * 1024;

/** Which Message-IDs a folder holds: headers are read once, when first asked, and later only of what arrived since. */
export class MessageIdIndex {
  readonly #store: MessageStore;
  readonly #folders = new Map<FolderId, Map<number, string | null>>();

  constructor(store: MessageStore) {
    this.#store = store;
  }

  /** Without angle brackets, compared exactly. */
  async holds(folder: FolderId, messageId: string, signal: AbortSignal): Promise<boolean> {
    const known = this.#folders.get(folder) ?? new Map<number, string | null>();
    this.#folders.set(folder, known);
    const present = this.#store.messages(folder);
    const uids = new Set<number>(present.map((message) => message.uid));
    for (const uid of known.keys()) if (!uids.has(uid)) known.delete(uid);
    for (const { uid } of present) {
      signal.throwIfAborted();
      if (known.has(uid)) continue;
      try {
        known.set(uid, messageIdOf(await this.#store.readRange(folder, uid, 0, headerLimitBytes)));
      } catch (error) {
        // Gone meanwhile or damaged: it cannot be the copy that is looked for.
        if (!(error instanceof StoreError) || (error.code !== 'notFound' && error.code !== 'corrupt'))
          throw error;
      }
    }
    return [...known.values()].includes(messageId);
  }
}

/** The Message-ID of a header block, without brackets; null when it has none. */
export const messageIdOf = (bytes: Uint8Array): string | null => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const header = text.slice(0, end).replace(/\r?\n[ \t]/g, ' ');
  const value = /^message-id[ \t]*:(.*)$/im.exec(header)?.[1]?.trim();
  return value === undefined ? null : (/<([^<>]*)>/.exec(value)?.[1] ?? value).trim();
};
