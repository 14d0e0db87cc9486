import { MailError, Uid, type Operation } from '../../../preload/contract/index.ts';
import { nothingApplied, type Applied, type OperationTools } from './operationTools.ts';
import { deleteMessages, findExisting } from './deleteMessages.ts';
import { quoted, uids, type ImapReply } from './imapNodes.ts';
import { copiedUids } from './searchUids.ts';
import { statusFolder } from './statusFolder.ts';
import { countUids, formatRanges, splitRanges, subtractRanges, toUidSet, type UidRanges } from './uidSet.ts';

type CopyOrMove = Extract<Operation, { kind: 'copy' | 'move' }>;
type Copied = Applied['copied'];

const SET_SIZE = 5_000;
const MAX_COPIED = 50_000;

/**
 * Copies or moves messages of the selected folder.
 *
 *  1. None of them exists (any more): done. For a move that is a repeat after a lost answer.
 *  2. Move, server has MOVE (RFC 6851): UID MOVE; what is still in the source afterwards was not moved.
 *  3. Move, no MOVE: COPY, verified, then the source is deleted as `deleteMessages` says. Cut off before the
 *     verification nothing is deleted; cut off after it the repeat finds the copies by the ledger and only deletes.
 *  4. Copy: COPY. A repeat of one that the ledger knows as made copies nothing; of one whose answer was lost it counts
 *     as made when the destination grew by as many.
 *
 * COPY is verified by COPYUID (RFC 4315) naming every message, or else by the destination's UIDNEXT having grown
 * by at least as many (UIDs only ever grow, whatever others delete). RFC 3501 section 6.4.7 makes COPY all or nothing.
 */
export async function copyOrMove(
  tools: OperationTools,
  operation: CopyOrMove,
  target: UidRanges,
): Promise<Applied> {
  const { connection } = tools;
  const existing = await findExisting(connection, target);
  if (existing.length === 0) return { ...nothingApplied, gone: toUidSet(target) };
  const isMove = operation.kind === 'move';
  const copied =
    isMove && connection.has('MOVE')
      ? await transfer(tools, 'UID MOVE', operation, existing)
      : await copyOnce(tools, operation, existing);
  const missing = subtractRanges(target, existing);
  if (!isMove) return { flags: [], gone: toUidSet(missing), copied };
  const gone = connection.has('MOVE')
    ? subtractRanges(target, await findExisting(connection, existing))
    : await deleteMessages(connection, target);
  return { flags: [], gone: toUidSet(gone), copied };
}

async function copyOnce(tools: OperationTools, operation: CopyOrMove, existing: UidRanges): Promise<Copied> {
  const { connection, names, ledger } = tools;
  const known = await ledger.get(operation.opId);
  if (known?.state === 'made') return [...known.copied];
  const before = await statusFolder(connection, names, operation.destination);
  const grown =
    known !== null &&
    before.uidValidity === known.copy.destinationUidValidity &&
    (before.uidNext ?? 0) - known.copy.destinationUidNext >= countUids(existing);
  if (grown) {
    await ledger.made(operation.opId, []);
    return [];
  }
  if (before.uidValidity !== null && before.uidNext !== null)
    await ledger.begin(operation.opId, {
      destinationUidValidity: before.uidValidity,
      destinationUidNext: before.uidNext,
    });
  let copied: Copied;
  try {
    copied = await transfer(tools, 'UID COPY', operation, existing);
  } catch (error) {
    // A refusal was heard: nothing is pending.
    if (connection.isOpen) await ledger.refused(operation.opId);
    throw error;
  }
  if (copied.length < countUids(existing)) {
    const after = await statusFolder(connection, names, operation.destination);
    if (before.uidNext === null || (after.uidNext ?? 0) - before.uidNext < countUids(existing))
      throw new MailError('protocol.unexpected', 'the copies could not be found; nothing was deleted', {
        scope: 'folder',
        subject: operation.destination,
      });
  }
  await ledger.made(operation.opId, copied);
  return copied;
}

async function transfer(
  { connection, names }: OperationTools,
  command: 'UID COPY' | 'UID MOVE',
  operation: CopyOrMove,
  existing: UidRanges,
): Promise<Copied> {
  const copied: Copied = [];
  const take = ({ attributes }: ImapReply): void => {
    const pairs = copiedUids(attributes);
    for (const [index, from] of (pairs?.from ?? []).entries()) {
      const to = pairs?.to[index];
      if (to !== undefined && copied.length < MAX_COPIED)
        copied.push({ from: Uid.parse(from), to: Uid.parse(to) });
    }
  };
  const destination = quoted(names.toWire(operation.destination));
  for (const part of splitRanges(existing, SET_SIZE)) {
    // MOVE tells COPYUID in an untagged OK before the expunges (RFC 6851 section 4.3), COPY in the tagged one.
    const done = await connection.run(
      command,
      [uids(formatRanges(part)), destination],
      { OK: take },
      operation.destination,
    );
    take(done);
  }
  return copied;
}
