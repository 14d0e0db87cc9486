import type { Uid } from '../../preload/contract/index.ts';

/**
 * What is chosen in the message list. `focus` is the row the keyboard is on and the message shown; `anchor` is
 * where a range began. Invariant: when `focus` is set and nothing else was chosen, `selected` is `{focus}`.
 */
export interface Selection {
  readonly anchor: Uid | null;
  readonly focus: Uid | null;
  readonly selected: ReadonlySet<Uid>;
}

export const emptySelection: Selection = { anchor: null, focus: null, selected: new Set() };

export function selectOne(uid: Uid): Selection {
  return { anchor: uid, focus: uid, selected: new Set([uid]) };
}

/** Ctrl/Cmd-click: adds or takes away one; the anchor moves there. Taking the last one away empties it. */
export function toggleOne(selection: Selection, uid: Uid): Selection {
  const selected = new Set(selection.selected);
  if (!selected.delete(uid)) selected.add(uid);
  if (selected.size === 0) return emptySelection;
  return { anchor: uid, focus: selected.has(uid) ? uid : ([...selected].at(-1) ?? null), selected };
}

/** Shift-click or Shift-arrow: everything from the anchor to `uid` in list order. */
export function extendTo(selection: Selection, uid: Uid, order: readonly Uid[]): Selection {
  const from = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(uid);
  if (from === -1 || to === -1) return selectOne(uid);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { anchor: selection.anchor, focus: uid, selected: new Set(range) };
}

/** The arrow keys: `step` rows from the focus, stopping at the ends; with nothing focused, the first row. */
export function moveFocus(
  selection: Selection,
  order: readonly Uid[],
  step: number,
  isExtending: boolean,
): Selection {
  if (order.length === 0) return emptySelection;
  const at = selection.focus === null ? -1 : order.indexOf(selection.focus);
  const next = order[at === -1 ? 0 : Math.min(order.length - 1, Math.max(0, at + step))];
  if (next === undefined) return selection;
  return isExtending ? extendTo(selection, next, order) : selectOne(next);
}

/** Below this many, looking each one up beats making a set of the list. */
const FEW = 20;

/**
 * The list changed under the selection. What is still there stays chosen; when the focused message left (archived,
 * deleted elsewhere), the next one that is still there takes its place, else the one before.
 */
export function followOrder(selection: Selection, before: readonly Uid[], now: readonly Uid[]): Selection {
  const { focus } = selection;
  if (focus === null) return selection;
  // The usual case, at each commit of a backfill: nothing chosen has left. A set of the whole list would cost more.
  if (selection.selected.size < FEW && [focus, ...selection.selected].every((uid) => now.includes(uid)))
    return selection;
  const present = new Set(now);
  if (present.has(focus) && [...selection.selected].every((uid) => present.has(uid))) return selection;
  const kept = [...selection.selected].filter((uid) => present.has(uid));
  if (kept.length > 0) {
    const newFocus = present.has(focus) ? focus : (kept[0] ?? null);
    return { anchor: newFocus, focus: newFocus, selected: new Set(kept) };
  }
  const at = before.indexOf(focus);
  const heir =
    at === -1
      ? undefined
      : (before.slice(at + 1).find((uid) => present.has(uid)) ??
        before.slice(0, at).findLast((uid) => present.has(uid)));
  return heir === undefined ? emptySelection : selectOne(heir);
}
