import { canonicalFlag, type FlagOperation } from '../../mailbox/Mailbox.ts';
import { formatFlags } from '../formatFetch.ts';
import { ImapSyntaxError, type ImapCursor } from '../ImapCursor.ts';
import type { ImapCommand } from '../imapCommand.ts';
import { formatSequenceSet, type SequenceSet } from '../sequenceSet.ts';

interface StoreRequest {
  readonly set: SequenceSet;
  readonly unchangedSince: number | undefined;
  readonly operation: FlagOperation;
  readonly silent: boolean;
  readonly flags: readonly string[];
}

const OPERATIONS: Readonly<Record<string, FlagOperation>> = { '+': 'add', '-': 'remove', '': 'set' };

const readUnchangedSince = (cursor: ImapCursor): number | undefined => {
  if (!cursor.isNext('(')) return undefined;
  const [value] = cursor.list(() => {
    if (cursor.keyword() !== 'UNCHANGEDSINCE') throw new ImapSyntaxError('Expected UNCHANGEDSINCE');
    cursor.space();
    return cursor.number();
  });
  cursor.space();
  return value;
};

const readFlags = (cursor: ImapCursor): string[] => {
  if (cursor.isNext('(')) return cursor.list(() => cursor.flag());
  const flags = [cursor.flag()];
  while (cursor.take(' ')) flags.push(cursor.flag());
  return flags;
};

const readRequest = (cursor: ImapCursor): StoreRequest => {
  cursor.space();
  const set = cursor.sequenceSet();
  cursor.space();
  const unchangedSince = readUnchangedSince(cursor);
  const match = /^([+-]?)FLAGS(\.SILENT)?$/.exec(cursor.keyword());
  const operation = match === null ? undefined : OPERATIONS[match[1] ?? ''];
  if (match === null || operation === undefined) throw new ImapSyntaxError('Expected FLAGS');
  cursor.space();
  const flags = readFlags(cursor).flatMap((flag) => canonicalFlag(flag) ?? []);
  cursor.end();
  return { set, unchangedSince, operation, silent: match[2] !== undefined, flags };
};

/** STORE and UID STORE (RFC 3501 section 6.4.6; UNCHANGEDSINCE of RFC 7162 section 3.1.3). */
export const storeCommand: ImapCommand = {
  state: 'selected',
  mayExpunge: false,
  run: (context, cursor, { view, byUid }) => {
    const request = readRequest(cursor);
    if (view.readOnly) return 'NO [READ-ONLY] The mailbox was opened for reading only';
    if (request.unchangedSince !== undefined) context.enabled.add('CONDSTORE');
    const withModseq = context.enabled.has('CONDSTORE');
    const modified: number[] = [];
    for (const { sequence, message } of view.resolve(request.set, byUid)) {
      if (request.unchangedSince !== undefined && message.modseq > request.unchangedSince) {
        modified.push(byUid ? message.uid : sequence);
        continue;
      }
      const changed = view.mailbox.changeFlags(message.uid, request.operation, request.flags) ?? message;
      view.forgetFlagChange(message.uid);
      const items = [
        ...(byUid || withModseq ? [`UID ${message.uid}`] : []),
        ...(withModseq ? [`MODSEQ (${changed.modseq})`] : []),
        ...(request.silent ? [] : [`FLAGS ${formatFlags(changed, view.isRecent(message.uid))}`]),
      ];
      if (!request.silent || withModseq) context.untagged(`* ${sequence} FETCH (${items.join(' ')})`);
    }
    return modified.length === 0
      ? 'OK Store completed'
      : `OK [MODIFIED ${formatSequenceSet(modified)}] Some messages had changed`;
  },
};
