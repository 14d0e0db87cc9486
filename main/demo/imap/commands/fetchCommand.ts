import { parseFetchItems, type FetchItem } from '../fetchItems.ts';
import { formatFetch } from '../formatFetch.ts';
import { ImapSyntaxError, type ImapCursor } from '../ImapCursor.ts';
import type { ImapCommand, ImapContext } from '../imapCommand.ts';
import type { NumberedMessage, SelectedView } from '../SelectedView.ts';
import { formatSequenceSet, sequenceMatcher } from '../sequenceSet.ts';

interface Modifiers {
  readonly changedSince: number | undefined;
  readonly vanished: boolean;
}

const readModifiers = (cursor: ImapCursor): Modifiers => {
  let changedSince: number | undefined;
  let vanished = false;
  if (cursor.take(' ')) {
    cursor.list(() => {
      const modifier = cursor.keyword();
      if (modifier === 'VANISHED') vanished = true;
      else if (modifier === 'CHANGEDSINCE') {
        cursor.space();
        changedSince = cursor.number();
      } else throw new ImapSyntaxError(`Unknown modifier ${modifier}`);
    });
  }
  return { changedSince, vanished };
};

const has = (items: readonly FetchItem[], kind: FetchItem['kind']): boolean =>
  items.some((item) => item.kind === kind);

/** What is answered beyond what was asked: UID for UID FETCH, MODSEQ with CHANGEDSINCE (RFC 7162 section 3.1.4.1). */
const complete = (
  items: readonly FetchItem[],
  byUid: boolean,
  modifiers: Modifiers,
): readonly FetchItem[] => [
  ...(byUid && !has(items, 'uid') ? [{ kind: 'uid' } as const] : []),
  ...items,
  ...(modifiers.changedSince !== undefined && !has(items, 'modseq') ? [{ kind: 'modseq' } as const] : []),
];

const sendMessage = (
  context: ImapContext,
  view: SelectedView,
  { sequence, message }: NumberedMessage,
  items: readonly FetchItem[],
): void => {
  const reads = items.some((item) => item.kind === 'section' && !item.peek);
  const marks = reads && !view.readOnly && !message.flags.has('\\Seen');
  const current = marks ? (view.mailbox.changeFlags(message.uid, 'add', ['\\Seen']) ?? message) : message;
  if (marks) view.forgetFlagChange(message.uid);
  const told = marks && !has(items, 'flags') ? [...items, { kind: 'flags' } as const] : items;
  context.untagged(formatFetch(sequence, current, told, view.isRecent(message.uid)));
};

/** FETCH and UID FETCH (RFC 3501 section 6.4.5; CHANGEDSINCE and VANISHED of RFC 7162). */
export const fetchCommand: ImapCommand = {
  state: 'selected',
  mayExpunge: false,
  run: (context, cursor, { view, byUid }) => {
    cursor.space();
    const set = cursor.sequenceSet();
    cursor.space();
    const asked = parseFetchItems(cursor);
    const modifiers = readModifiers(cursor);
    cursor.end();
    const { changedSince } = modifiers;
    if (modifiers.vanished && !(byUid && changedSince !== undefined && context.enabled.has('QRESYNC'))) {
      throw new ImapSyntaxError('VANISHED needs UID FETCH, CHANGEDSINCE and QRESYNC');
    }
    if (changedSince !== undefined || has(asked, 'modseq')) context.enabled.add('CONDSTORE');
    if (modifiers.vanished && changedSince !== undefined) {
      const matches = sequenceMatcher(set, view.mailbox.uidNext - 1);
      const gone = view.mailbox.expungedSince(changedSince).filter(matches);
      if (gone.length > 0) context.untagged(`* VANISHED (EARLIER) ${formatSequenceSet(gone)}`);
    }
    const items = complete(asked, byUid, modifiers);
    for (const numbered of view.resolve(set, byUid)) {
      if (changedSince === undefined || numbered.message.modseq > changedSince) {
        sendMessage(context, view, numbered, items);
      }
    }
    return 'OK Fetch completed';
  },
};
