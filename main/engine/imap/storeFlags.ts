import { MailError, type FlagState, type Operation } from '../../../preload/contract/index.ts';
import type { Applied } from './operationTools.ts';
import { FLAG_ITEMS, fetchMessages } from './fetchMessages.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, uids } from './imapNodes.ts';
import { toFlagState } from './toMessageSummary.ts';
import { formatRanges, rangesOf, splitRanges, subtractRanges, toUidSet, type UidRanges } from './uidSet.ts';

type FlagsOperation = Extract<Operation, { kind: 'flags' }>;

const SYSTEM_FLAGS = new Set(['\\seen', '\\answered', '\\flagged', '\\deleted', '\\draft']);
/** flag-keyword is an atom (RFC 3501 section 9). */
// eslint-disable-next-line no-control-regex -- controls are what an atom must not contain
const KEYWORD = /^[^\u0000-\u0020\u007f-\uffff(){%*"\\\]]+$/;
const MAX_STATES = 50_000;
const SET_SIZE = 10_000;

/**
 * STORE, then FETCH what the server really holds: its answers to STORE are not relied on (conditional stores that
 * fail say OK, keywords may be dropped). A message that is not in the answer is gone. Rejects with
 * `invalidRequest` for a flag that is none and `notSupported` for a keyword the folder cannot keep.
 */
export async function storeFlags(
  connection: ImapConnection,
  target: UidRanges,
  operation: FlagsOperation,
  permanentFlags: readonly string[] | null,
): Promise<Applied> {
  checkFlags(operation, permanentFlags);
  const states: FlagState[] = [];
  for (const part of splitRanges(target, SET_SIZE)) {
    const set = uids(formatRanges(part));
    // .SILENT (RFC 3501 section 6.4.6): the answer comes by FETCH.
    for (const [item, flags] of [
      ['+FLAGS.SILENT', operation.add],
      ['-FLAGS.SILENT', operation.remove],
    ] as const)
      if (flags.length > 0) await connection.run('UID STORE', [set, atom(item), flags.map(atom)]);
    const { messages, complete } = await fetchMessages(connection, { uids: part }, FLAG_ITEMS);
    if (!complete)
      throw new MailError('protocol.garbage', 'flags could not be read back', { retry: 'later' });
    states.push(...messages.map(toFlagState).filter((state) => state !== null));
  }
  const gone = subtractRanges(target, rangesOf(states.map(({ uid }) => uid)));
  // The rest comes with the next sync step.
  return { flags: states.slice(0, MAX_STATES), gone: toUidSet(gone), copied: [] };
}

function checkFlags(operation: FlagsOperation, permanentFlags: readonly string[] | null): void {
  for (const flag of [...operation.add, ...operation.remove])
    if (!SYSTEM_FLAGS.has(flag.toLowerCase()) && !KEYWORD.test(flag))
      throw new MailError('invalidRequest', 'not a flag of IMAP', { subject: flag });
  if (permanentFlags === null || permanentFlags.includes('\\*')) return;
  const kept = new Set(permanentFlags.map((flag) => flag.toLowerCase()));
  for (const flag of operation.add)
    if (!kept.has(flag.toLowerCase()))
      throw new MailError('notSupported', 'this folder cannot keep that flag', { subject: flag });
}
