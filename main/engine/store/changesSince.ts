import type { Entry, Folder } from './StoreIndex.ts';
import type { FolderChanges, UidRange } from './storeTypes.ts';
import { messageInfo } from './storeViews.ts';

/** Ascending numbers as ranges. */
export const toRanges = (ascending: Iterable<number>): UidRange[] => {
  const ranges: [number, number][] = [];
  for (const uid of ascending) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] + 1 === uid) last[1] = uid;
    else ranges.push([uid, uid]);
  }
  return ranges;
};

/**
 * At most `limit` changes of a folder after `modseq`, oldest first (the question CONDSTORE and QRESYNC answer, RFC
 * 7162). When the history of vanished messages does not reach back that far, every uid that does not exist is named
 * as vanished, which RFC 7162 section 3.2.5.2 allows and which is always true.
 */
export const changesSince = (folder: Folder, modseq: number, limit: number): FolderChanges => {
  if (modseq >= folder.highestModseq) return { changed: [], vanished: [], modseq, more: false };
  const changed: Entry[] = [];
  for (const entry of folder.entries.values()) if (entry.modseq > modseq) changed.push(entry);
  changed.sort((one, other) => one.modseq - other.modseq);

  const vanished: { uid: number; modseq: number }[] = [];
  const historyReaches = modseq >= folder.vanishedFloor;
  for (
    let at = historyReaches ? firstAfter(folder.vanishedModseqs, modseq) : Infinity;
    at < folder.vanishedUids.length;
    at += 1
  ) {
    vanished.push({ uid: folder.vanishedUids[at] ?? 0, modseq: folder.vanishedModseqs[at] ?? 0 });
  }

  const all = [...changed.map((entry) => entry.modseq), ...vanished.map((one) => one.modseq)].sort(
    (a, b) => a - b,
  );
  const more = all.length > limit;
  const upTo = more ? (all[limit - 1] ?? modseq) : folder.highestModseq;
  const gone = vanished.filter((one) => one.modseq <= upTo).map((one) => one.uid);
  return {
    changed: changed.filter((entry) => entry.modseq <= upTo).map(messageInfo),
    vanished: historyReaches ? toRanges(gone.sort((a, b) => a - b)) : absentRanges(folder),
    modseq: upTo,
    more,
  };
};

/** Every uid given out so far that names no message now. */
const absentRanges = (folder: Folder): UidRange[] => {
  const ranges: UidRange[] = [];
  let next = 1;
  for (const uid of folder.entries.keys()) {
    if (uid > next) ranges.push([next, uid - 1]);
    next = uid + 1;
  }
  if (folder.uidNext > next) ranges.push([next, folder.uidNext - 1]);
  return ranges;
};

const firstAfter = (ascending: readonly number[], value: number): number => {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
};
