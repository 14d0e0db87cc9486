import type { MessageSummary, Uid } from '../../preload/contract/index.ts';
import type { IndexRow } from './blocks.ts';

/** What of a summary does not change: the rest is in the index. MODSEQ is the cursor's matter, nobody reads it here. */
export function encodeSummary(summary: MessageSummary): string {
  const { uid: _uid, flags: _flags, modseq: _modseq, ...kept } = summary;
  return JSON.stringify(kept);
}

/** The inverse, with the server's flags put back, in the words that the person chose to read. */
export function decodeSummary(text: string, uid: Uid, row: IndexRow): MessageSummary {
  const kept = JSON.parse(text) as Omit<MessageSummary, 'uid' | 'flags' | 'modseq'>;
  const { head } = row.reading ?? {};
  return { ...kept, ...head, uid, flags: [...row.serverFlags], modseq: null };
}
