import type { ImapConnection } from './ImapConnection.ts';
import { atom, uids, type ImapNode } from './imapNodes.ts';
import { parseFetch, type FetchedMessage } from './parseFetch.ts';
import { formatRanges, type UidRanges } from './uidSet.ts';

/** Which messages: by UID, or by position (RFC 3501 section 2.3.1.2) in the selected folder. */
export type FetchTarget = { readonly uids: UidRanges } | { readonly sequence: readonly [number, number] };

export const FLAG_ITEMS: readonly string[] = ['UID', 'FLAGS'];
/** All a summary is made of. */
export const SUMMARY_ITEMS: readonly string[] = [
  'UID',
  'FLAGS',
  'INTERNALDATE',
  'RFC822.SIZE',
  'ENVELOPE',
  'BODYSTRUCTURE',
];

const BODY_PEEK: ImapNode = { type: 'ATOM', value: 'BODY.PEEK', section: [] };
const REFERENCES_PEEK: ImapNode = {
  type: 'ATOM',
  value: 'BODY.PEEK',
  section: [atom('HEADER.FIELDS'), [atom('REFERENCES')]],
};

export interface FetchResult {
  readonly messages: readonly FetchedMessage[];
  /** False when a line of the answer could not be read: absence then means nothing. */
  readonly complete: boolean;
}

/**
 * FETCH or UID FETCH in the selected folder, MODSEQ asked for where enabled. Only messages the answer has a UID
 * for are returned; for a UID range those outside of it are dropped (`n:*` and servers that volunteer).
 */
export async function fetchMessages(
  connection: ImapConnection,
  target: FetchTarget,
  items: readonly string[],
  extra: { readonly references?: boolean; readonly source?: boolean } = {},
): Promise<FetchResult> {
  const query: ImapNode[] = items.map(atom);
  if (extra.references === true) query.push(REFERENCES_PEEK);
  if (extra.source === true) query.push(BODY_PEEK);
  if (connection.enabled.has('CONDSTORE') && connection.selected?.highestModseq !== null)
    query.push(atom('MODSEQ'));
  const byUid = 'uids' in target;
  const set = byUid ? formatRanges(target.uids) : `${target.sequence[0]}:${target.sequence[1]}`;
  const lostBefore = connection.linesLost;
  const messages: FetchedMessage[] = [];
  await connection.run(byUid ? 'UID FETCH' : 'FETCH', [uids(set), query], {
    FETCH: (reply) => {
      const message = parseFetch(reply);
      if (message.uid === null) return;
      // A server may send FLAGS of other messages in between (RFC 3501 section 7.4.2).
      const asked = byUid
        ? inRanges(target.uids, message.uid)
        : message.sequence >= target.sequence[0] && message.sequence <= target.sequence[1];
      if (asked) messages.push(message);
    },
  });
  return { messages: mergeByUid(messages), complete: connection.linesLost === lostBefore };
}

const inRanges = (ranges: UidRanges, uid: number): boolean =>
  ranges.some(([low, high]) => uid >= low && uid <= high);

/** One entry per UID: an answer for one message may come in pieces, later values win. */
function mergeByUid(messages: readonly FetchedMessage[]): FetchedMessage[] {
  const merged = new Map<number, FetchedMessage>();
  for (const message of messages) {
    if (message.uid === null) continue;
    const before = merged.get(message.uid);
    if (before === undefined) {
      merged.set(message.uid, message);
      continue;
    }
    merged.set(message.uid, {
      sequence: message.sequence,
      uid: message.uid,
      flags: message.flags ?? before.flags,
      modseq: message.modseq ?? before.modseq,
      sizeBytes: message.sizeBytes ?? before.sizeBytes,
      internalDate: message.internalDate ?? before.internalDate,
      envelope: message.envelope ?? before.envelope,
      bodyStructure: message.bodyStructure ?? before.bodyStructure,
      header: message.header ?? before.header,
      source: message.source ?? before.source,
    });
  }
  return [...merged.values()];
}
