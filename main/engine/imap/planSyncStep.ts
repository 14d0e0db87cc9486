import { MAX_HOLES, type Hole, type SyncState } from './syncState.ts';

/** The folder as SELECT gave it, before any fetch. */
export interface FolderFacts {
  readonly uidValidity: number;
  /** Resolved: a server that says none is asked for its last UID. */
  readonly uidNext: number;
  readonly highestModseq: string | null;
  readonly exists: number;
}

export interface PlanInput {
  readonly state: SyncState | null;
  readonly facts: FolderFacts;
  /** QRESYNC is enabled on this connection. */
  readonly qresync: boolean;
  readonly maxMessages: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What one step asks the server, in this order. */
export type SyncAction =
  /** `UID FETCH low:high (FLAGS) (CHANGEDSINCE since [VANISHED])` */
  | {
      readonly kind: 'changedFlags';
      readonly low: number;
      readonly high: number;
      readonly since: string;
      readonly target: string;
      readonly withVanished: boolean;
    }
  /** Which UIDs of 1..high exist. */
  | { readonly kind: 'vanished'; readonly high: number; readonly counted: number }
  /** Flags of positions first..last, which are all messages up to UID `high` from position `first` on. */
  | {
      readonly kind: 'flagsWindow';
      readonly first: number;
      readonly last: number;
      readonly high: number;
      readonly isPass: boolean;
    }
  /** Summaries of UIDs low..high: not more than maxMessages can exist there. */
  | { readonly kind: 'newMessages'; readonly low: number; readonly high: number }
  /** Summaries of positions first..last, as far as their UID is at least `low`. */
  | { readonly kind: 'backfill'; readonly first: number; readonly last: number; readonly low: number };

export interface SyncPlan {
  readonly reset: boolean;
  /** The state as of SELECT, nothing of this step's actions in it. */
  readonly state: SyncState;
  /** Empty: nothing changed (idle). */
  readonly actions: readonly SyncAction[];
}

/** Messages whose flags are read again at every visit where the server cannot tell changes. */
export const FLAGS_WINDOW = 2000;
/** How often all the others are. */
export const FLAGS_PASS_INTERVAL_MS = 10 * 60_000;

/**
 * Decides one bounded step. The cases (tested as a table):
 *  1. No state, another UIDVALIDITY, or UIDNEXT going back (the server forgot, UIDs may be reused): reset, backfill.
 *  2. UIDNEXT grew: a new hole on top; filled at once when narrow, by positions from the top when wide.
 *  3. MODSEQ differs: changed flags of the UIDs known so far; with QRESYNC what vanished comes along.
 *     A MODSEQ that goes back, or appears where there was none: since 1, which is everything.
 *  4. MODSEQ disappeared (NOMODSEQ): as if never there; presence and all flags are checked.
 *  5. No QRESYNC, and EXISTS is not what it should be: which UIDs still exist. With arrivals still uncounted only
 *     a count that is too low proves it; the rest shows once they are counted.
 *  6. No MODSEQ, no hole: flags of the newest messages, and now and then of all, window by window.
 *  7. A hole: the newest window of the newest hole. Windows are positions, so sparse UIDs cost nothing and every
 *     step moves down; expunges between steps only make windows overlap, never skip.
 *  8. None of these: idle.
 */
export function planSyncStep(input: PlanInput): SyncPlan {
  const { facts, now } = input;
  const before = input.state;
  if (before === null || before.uidValidity !== facts.uidValidity || facts.uidNext < before.nextUid) {
    const state = freshState(facts, now);
    return { reset: true, state, actions: fillHole(state.holes, facts, input.maxMessages) };
  }
  const knownHigh = before.nextUid - 1;
  const state = withArrivals(before, facts);
  const changed = planChanges(input, state, knownHigh);
  const canPass = facts.highestModseq === null && facts.exists > 0;
  const settled = canPass ? changed.state : { ...changed.state, flagsPass: null };
  const actions: SyncAction[] = [...changed.actions];
  const flags = canPass && before.holes.length === 0 ? flagsWindow(settled, facts, now) : null;
  // A pass begins at the top: its age counts from there.
  const begins = flags !== null && flags.isPass && settled.flagsPass === null;
  const current = begins ? { ...settled, flagsPassAt: now } : settled;
  const seesAll = flags !== null && flags.first === 1 && flags.high === facts.uidNext - 1;
  const presence = seesAll ? null : planPresence(current, facts, input.qresync);
  if (presence !== null) actions.push(presence);
  if (flags !== null) actions.push(flags);
  actions.push(...fillHole(current.holes, facts, input.maxMessages));
  return { reset: false, state: current, actions };
}

function freshState(facts: FolderFacts, now: number): SyncState {
  return {
    version: 1,
    uidValidity: facts.uidValidity,
    nextUid: facts.uidNext,
    exists: facts.exists,
    modseq: facts.highestModseq,
    catchUp: null,
    holes:
      facts.exists === 0 || facts.uidNext === 1
        ? []
        : [{ low: 1, high: facts.uidNext - 1, sequence: facts.exists, base: 0, counts: false }],
    presenceBelow: null,
    flagsPass: null,
    flagsPassAt: now,
  };
}

function withArrivals(state: SyncState, facts: FolderFacts): SyncState {
  if (facts.uidNext === state.nextUid) return state;
  if (facts.exists === 0) return { ...state, nextUid: facts.uidNext };
  const hole: Hole = {
    low: state.nextUid,
    high: facts.uidNext - 1,
    sequence: facts.exists,
    base: Math.min(facts.exists, state.exists ?? facts.exists),
    counts: true,
  };
  return { ...state, nextUid: facts.uidNext, holes: mergeOldest([hole, ...state.holes]) };
}

/** Too many holes: the two oldest become one. What lies between them is delivered again, which changes nothing. */
function mergeOldest(holes: readonly Hole[]): Hole[] {
  const older = holes.at(-1);
  const newer = holes.at(-2);
  if (holes.length <= MAX_HOLES || older === undefined || newer === undefined) return [...holes];
  return [...holes.slice(0, -2), { ...newer, low: older.low, base: older.base, counts: false }];
}

function planChanges(
  { facts, qresync }: PlanInput,
  state: SyncState,
  knownHigh: number,
): { readonly state: SyncState; readonly actions: readonly SyncAction[] } {
  const target = facts.highestModseq;
  if (target === null) {
    if (state.modseq === null) return { state, actions: [] };
    return { state: { ...state, modseq: null, catchUp: null, exists: null, flagsPassAt: 0 }, actions: [] };
  }
  if (state.catchUp !== null && state.catchUp.from <= knownHigh)
    return {
      state,
      actions: [
        {
          kind: 'changedFlags',
          low: state.catchUp.from,
          high: knownHigh,
          since: state.catchUp.since,
          target: state.catchUp.target,
          withVanished: qresync,
        },
      ],
    };
  const settled = state.catchUp === null ? state : { ...state, modseq: state.catchUp.target, catchUp: null };
  if (settled.modseq === target) return { state: settled, actions: [] };
  if (knownHigh < 1) return { state: { ...settled, modseq: target }, actions: [] };
  const wentBack = settled.modseq === null || BigInt(settled.modseq) > BigInt(target);
  const since = wentBack ? '1' : (settled.modseq ?? '1');
  return {
    state: settled,
    actions: [{ kind: 'changedFlags', low: 1, high: knownHigh, since, target, withVanished: qresync }],
  };
}

function planPresence(state: SyncState, facts: FolderFacts, qresync: boolean): SyncAction | null {
  if (state.presenceBelow !== null)
    return { kind: 'vanished', high: state.presenceBelow.high, counted: state.presenceBelow.counted };
  const high = facts.uidNext - 1;
  if (qresync || high < 1 || !existsDiffers(state, facts)) return null;
  return { kind: 'vanished', high, counted: 0 };
}

/** Whether EXISTS proves that a message is gone (or that nobody knows). */
export function existsDiffers(state: SyncState, facts: FolderFacts): boolean {
  if (state.exists === null) return true;
  return state.holes.some((hole) => hole.counts)
    ? facts.exists < state.exists
    : facts.exists !== state.exists;
}

type FlagsWindow = Extract<SyncAction, { kind: 'flagsWindow' }>;

function flagsWindow(state: SyncState, facts: FolderFacts, now: number): FlagsWindow {
  const last = Math.max(1, Math.min(state.flagsPass?.sequence ?? facts.exists, facts.exists));
  const first = Math.max(1, last - FLAGS_WINDOW + 1);
  const isPass = state.flagsPass !== null || (first > 1 && now - state.flagsPassAt >= FLAGS_PASS_INTERVAL_MS);
  return { kind: 'flagsWindow', first, last, high: state.flagsPass?.high ?? facts.uidNext - 1, isPass };
}

function fillHole(holes: readonly Hole[], facts: FolderFacts, maxMessages: number): SyncAction[] {
  const hole = holes[0];
  if (hole === undefined) return [];
  if (hole.high - hole.low < maxMessages || facts.exists === 0)
    return [{ kind: 'newMessages', low: hole.low, high: Math.max(hole.low, hole.high) }];
  // At least 1: a position that is gone is answered with an error by some servers, and the hole must still end.
  const last = Math.max(1, Math.min(hole.sequence, facts.exists));
  return [{ kind: 'backfill', first: Math.max(1, last - maxMessages + 1), last, low: hole.low }];
}
