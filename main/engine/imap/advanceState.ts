import { existsDiffers, type FolderFacts, type SyncAction, type SyncPlan } from './planSyncStep.ts';
import type { Hole, SyncState } from './syncState.ts';

/** What an action brought, as far as the state depends on it. */
export type SyncOutcome =
  | {
      readonly kind: 'changedFlags';
      /** The last UID whose change is in the batch, when there were more than fit. */
      readonly cutAfter: number | null;
      /** What vanished is too much for one batch: presence has to be checked instead. */
      readonly vanishedTooLarge: boolean;
    }
  | {
      readonly kind: 'vanished';
      /** UIDs found in the part delivered; the part below `low` waits for the next step. */
      readonly found: number;
      readonly low: number;
    }
  | { readonly kind: 'flagsWindow'; readonly lowestUid: number | null; readonly found: number }
  | { readonly kind: 'newMessages'; readonly delivered: number }
  | { readonly kind: 'backfill'; readonly delivered: number; readonly lowestUid: number | null };

/**
 * The state once these outcomes are delivered, and whether there is more to bring at once. Never ahead of what was
 * delivered: every field moves by an outcome alone, up to the values that SELECT gave before the first fetch.
 */
export function advanceState(
  plan: SyncPlan,
  outcomes: readonly SyncOutcome[],
  facts: FolderFacts,
  qresync: boolean,
): { readonly state: SyncState; readonly more: boolean } {
  let state = plan.state;
  let checked = false;
  for (const [index, action] of plan.actions.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) break;
    if (action.kind === 'vanished' || (action.kind === 'flagsWindow' && seesAll(action, facts)))
      checked = true;
    state = applyOutcome(state, action, outcome, facts);
  }
  // With QRESYNC expunges are told, not counted.
  if (qresync) state = { ...state, exists: facts.exists };
  // What was delivered by the earlier steps of a backfill may have other flags by now, and nothing would tell.
  const flagsUnread =
    facts.highestModseq === null &&
    facts.exists > 0 &&
    !plan.reset &&
    !plan.actions.some(({ kind }) => kind === 'flagsWindow');
  const more =
    flagsUnread ||
    state.holes.length > 0 ||
    state.catchUp !== null ||
    state.presenceBelow !== null ||
    state.flagsPass !== null ||
    // Once a step is enough: a server whose EXISTS is wrong for good must not be asked for ever.
    (!checked && existsDiffers(state, facts));
  return { state, more };
}

const seesAll = (action: Extract<SyncAction, { kind: 'flagsWindow' }>, facts: FolderFacts): boolean =>
  action.first === 1 && action.high === facts.uidNext - 1;

function applyOutcome(
  state: SyncState,
  action: SyncAction,
  outcome: SyncOutcome,
  facts: FolderFacts,
): SyncState {
  if (action.kind === 'changedFlags' && outcome.kind === 'changedFlags') {
    const presenceBelow =
      outcome.vanishedTooLarge && state.nextUid > 1
        ? { high: state.nextUid - 1, counted: 0 }
        : state.presenceBelow;
    return outcome.cutAfter === null || outcome.cutAfter >= action.high
      ? { ...state, modseq: action.target, catchUp: null, presenceBelow }
      : {
          ...state,
          presenceBelow,
          catchUp: { target: action.target, since: action.since, from: outcome.cutAfter + 1 },
        };
  }
  if (action.kind === 'vanished' && outcome.kind === 'vanished') {
    const counted = action.counted + outcome.found;
    return outcome.low > 1
      ? { ...state, presenceBelow: { high: outcome.low - 1, counted } }
      : counting(state, counted);
  }
  if (action.kind === 'flagsWindow' && outcome.kind === 'flagsWindow')
    return afterFlagsWindow(state, action, outcome, facts);
  if (action.kind === 'newMessages' && outcome.kind === 'newMessages')
    return withHole(state, null, outcome.delivered);
  if (action.kind === 'backfill' && outcome.kind === 'backfill') {
    const hole = state.holes[0];
    if (hole === undefined) return state;
    const lowest = outcome.lowestUid ?? hole.high + 1;
    const isDone = action.first === 1 || lowest <= hole.low;
    const rest: Hole = { ...hole, high: Math.min(hole.high, lowest - 1), sequence: action.first - 1 };
    return withHole(state, isDone ? null : rest, outcome.delivered);
  }
  return state;
}

/** Everything below nextUid was just counted, so no hole has anything to add. */
const counting = (state: SyncState, exists: number): SyncState => ({
  ...state,
  exists,
  presenceBelow: null,
  holes: state.holes.map((hole) => ({ ...hole, counts: false })),
});

function afterFlagsWindow(
  state: SyncState,
  action: Extract<SyncAction, { kind: 'flagsWindow' }>,
  outcome: Extract<SyncOutcome, { kind: 'flagsWindow' }>,
  facts: FolderFacts,
): SyncState {
  const counted = seesAll(action, facts) ? counting(state, outcome.found) : state;
  if (!action.isPass || action.first === 1) return { ...counted, flagsPass: null };
  return {
    ...counted,
    flagsPass: {
      sequence: action.first - 1,
      high: outcome.lowestUid === null ? action.high : Math.min(action.high, outcome.lowestUid - 1),
    },
  };
}

function withHole(state: SyncState, rest: Hole | null, delivered: number): SyncState {
  const [hole, ...others] = state.holes;
  if (hole === undefined) return state;
  return {
    ...state,
    holes: rest === null ? others : [rest, ...others],
    exists: hole.counts && state.exists !== null ? state.exists + delivered : state.exists,
  };
}
