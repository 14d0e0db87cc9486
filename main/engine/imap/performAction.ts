import { MailError, Uid, type FlagState, type MessageSummary } from '../../../preload/contract/index.ts';
import type { SyncOutcome } from './advanceState.ts';
import { fetchChanges } from './fetchChanges.ts';
import {
  BARE_ITEMS,
  FLAG_ITEMS,
  fetchEach,
  fetchMessages,
  SUMMARY_ITEMS,
  UID_ITEMS,
  type FetchTarget,
  type NumberedMessage,
} from './fetchMessages.ts';
import type { ImapConnection } from './ImapConnection.ts';
import { atom, uids } from './imapNodes.ts';
import type { FolderFacts, SyncAction } from './planSyncStep.ts';
import type { FetchedMessage } from './parseFetch.ts';
import { searchUids } from './searchUids.ts';
import type { StepChanges } from './stepChanges.ts';
import { mergeSummary, toFlagState, toMessageSummary } from './toMessageSummary.ts';
import {
  countUids,
  formatRanges,
  formattedLength,
  rangesOf,
  toUidSet,
  type UidRange,
  type UidRanges,
} from './uidSet.ts';

/** The contract allows 50,000; fewer keep one IndexedDB transaction short. */
const MAX_FLAG_CHANGES = 20_000;
/** Of the 1,000,000 characters the contract allows for a set. */
const MAX_SET_LENGTH = 900_000;

type Done = { readonly changes: StepChanges; readonly outcome: SyncOutcome };
type ActionOf<Kind extends SyncAction['kind']> = Extract<SyncAction, { kind: Kind }>;

/** Carries out one action of a plan on the selected folder and adds what it brought. Rejects with a MailError. */
export function performAction(
  connection: ImapConnection,
  action: SyncAction,
  facts: FolderFacts,
  changes: StepChanges,
): Promise<Done> {
  switch (action.kind) {
    case 'changedFlags':
      return changedFlags(connection, action, changes);
    case 'vanished':
      return presence(connection, action, facts, changes);
    case 'flagsWindow':
      return flagsWindow(connection, action, changes);
    case 'newMessages':
      return newMessages(connection, action, changes);
    case 'backfill':
      return backfill(connection, action, changes);
  }
}

async function changedFlags(
  connection: ImapConnection,
  action: ActionOf<'changedFlags'>,
  changes: StepChanges,
): Promise<Done> {
  const { low, high, since, withVanished } = action;
  const found = await fetchChanges(connection, [low, high], since, withVanished);
  const states = flagStates(found.messages).sort((left, right) => left.uid - right.uid);
  const sent = states.slice(0, MAX_FLAG_CHANGES);
  const vanishedTooLarge = formattedLength(found.vanished) > MAX_SET_LENGTH;
  return {
    changes: { ...changes, flagChanges: sent, vanished: vanishedTooLarge ? [] : found.vanished },
    outcome: {
      kind: 'changedFlags',
      cutAfter: states.length > sent.length ? (sent.at(-1)?.uid ?? null) : null,
      vanishedTooLarge,
    },
  };
}

async function presence(
  connection: ImapConnection,
  { high }: ActionOf<'vanished'>,
  facts: FolderFacts,
  changes: StepChanges,
): Promise<Done> {
  const all = facts.exists === 0 ? [] : await searchUids(connection, [atom('UID'), uids(`1:${high}`)]);
  if (all.length === 0 && facts.exists > 0 && high === facts.uidNext - 1)
    throw new MailError('protocol.unexpected', 'SEARCH finds nothing in a folder that is not empty', {
      scope: 'folder',
      retry: 'later',
    });
  const part = topPart(all);
  const first = part[0];
  const low = part.length === all.length || first === undefined ? 1 : first[0];
  return {
    changes: {
      ...changes,
      present: { low: Uid.parse(low), high: Uid.parse(high), uids: toUidSet(part) },
    },
    outcome: { kind: 'vanished', found: countUids(part), low },
  };
}

/** The highest ranges that fit into one batch. */
function topPart(ranges: UidRanges): UidRanges {
  if (formattedLength(ranges) <= MAX_SET_LENGTH) return ranges;
  const part: UidRange[] = [];
  let length = 0;
  for (const range of ranges.toReversed()) {
    length += formattedLength([range]);
    if (length > MAX_SET_LENGTH) break;
    part.push(range);
  }
  return part.reverse();
}

async function flagsWindow(
  connection: ImapConnection,
  { first, last, high }: ActionOf<'flagsWindow'>,
  changes: StepChanges,
): Promise<Done> {
  const answer = await fetchMessages(connection, { sequence: [first, last] }, FLAG_ITEMS);
  const found = answer.messages.map(({ uid }) => uid).filter((uid) => uid !== null);
  const lowestUid = found.length === 0 ? null : Math.min(...found);
  // Everything from position `first` on: whatever the window does not name, up to `high`, is gone.
  const low = first === 1 ? 1 : lowestUid;
  const tells = changes.present === null && answer.complete && low !== null && high >= low;
  return {
    changes: {
      ...changes,
      flagChanges: [...changes.flagChanges, ...flagStates(answer.messages)],
      present: tells
        ? {
            low: Uid.parse(low),
            high: Uid.parse(high),
            uids: toUidSet(rangesOf(found.filter((uid) => uid <= high))),
          }
        : changes.present,
    },
    outcome: { kind: 'flagsWindow', lowestUid, found: found.length },
  };
}

async function newMessages(
  connection: ImapConnection,
  { low, high }: ActionOf<'newMessages'>,
  changes: StepChanges,
): Promise<Done> {
  const { summaries } = await fetchSummaries(connection, { uids: [[low, high]] });
  return {
    changes: { ...changes, added: [...changes.added, ...summaries] },
    outcome: { kind: 'newMessages', delivered: summaries.length },
  };
}

async function backfill(
  connection: ImapConnection,
  { first, last, low }: ActionOf<'backfill'>,
  changes: StepChanges,
): Promise<Done> {
  let target: FetchTarget = { sequence: [first, last] };
  let lowestUid: number | null = null;
  if (low > 1) {
    // Only the top of the window may be new: its UIDs are asked for first, not summaries that are known.
    const { messages } = await fetchMessages(connection, target, UID_ITEMS);
    const found = messages.map(({ uid }) => uid).filter((uid) => uid !== null);
    if (found.length > 0) lowestUid = Math.min(...found);
    target = { uids: rangesOf(found.filter((uid) => uid >= low)) };
  }
  const nothingNew = 'uids' in target && target.uids.length === 0;
  const { summaries } = nothingNew ? { summaries: [] } : await fetchSummaries(connection, target);
  for (const { uid } of summaries) lowestUid = lowestUid === null ? uid : Math.min(lowestUid, uid);
  return {
    changes: { ...changes, added: [...changes.added, ...summaries] },
    outcome: { kind: 'backfill', delivered: summaries.length, lowestUid },
  };
}

async function fetchSummaries(
  connection: ImapConnection,
  target: FetchTarget,
): Promise<{ readonly summaries: MessageSummary[] }> {
  const found = new Map<number, MessageSummary>();
  const take = (message: NumberedMessage): void => {
    const summary = toMessageSummary(message);
    if (summary === null) return;
    const before = found.get(message.uid);
    found.set(message.uid, before === undefined ? summary : mergeSummary(before, message, summary));
  };
  const answer = await fetchEach(connection, target, SUMMARY_ITEMS, take);
  if (answer.complete) return { summaries: [...found.values()] };
  // A response was unreadable (a BODYSTRUCTURE out of shape): the message is shown with what can be had.
  const rest = await fetchEach(connection, target, BARE_ITEMS, (message) => {
    if (!found.has(message.uid)) take(message);
  });
  if (!rest.complete)
    throw new MailError('protocol.garbage', `unreadable FETCH of ${describeTarget(target)}`, {
      scope: 'folder',
    });
  return { summaries: [...found.values()] };
}

const describeTarget = (target: FetchTarget): string =>
  'uids' in target
    ? `UIDs ${formatRanges(target.uids).slice(0, 100)}`
    : `${target.sequence[0]}:${target.sequence[1]}`;

const flagStates = (messages: readonly FetchedMessage[]): FlagState[] =>
  messages.map(toFlagState).filter((state) => state !== null);
