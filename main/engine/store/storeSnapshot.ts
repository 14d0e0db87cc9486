import type { Body, Folder, StoreIndex } from './StoreIndex.ts';
import type { StoredRecord, StoreRecord } from './storeRecords.ts';

const rememberedVanished = 50_000;
const itemsPerRecord = 10_000;

/** The fewest records from which replay rebuilds this index. Old vanished uids are dropped, and that is recorded. */
export function* storeSnapshot(index: StoreIndex): Generator<StoreRecord, void, undefined> {
  const { modseq, lastFolder, lastUidValidity } = index;
  yield { kind: 'counters', modseq, folder: lastFolder, uidValidity: lastUidValidity };
  for (const [segment, { sealed, end }] of index.segments) {
    if (sealed) yield { kind: 'sealed', segment, sizeBytes: end };
  }
  const witnesses = witnessesByBody(index);
  const written = new Set<string>();
  for (const folder of index.folders.values()) {
    const { id, name, parent, role, uidValidity, uidNext, highestModseq } = folder;
    yield { kind: 'folder', folder: id, name, parent, role, uidValidity, uidNext, modseq: highestModseq };
    for (const record of storedIn(folder, witnesses)) {
      if (record.witness !== undefined) written.add(record.witness);
      yield record;
    }
    yield* vanishedFrom(folder);
  }
  for (const [op, pairs] of index.copiesMade) yield { kind: 'copyMade', op, pairs };
  for (const [witness, { state, storedAtMs, sha256, body }] of index.witnesses) {
    if (body !== null && written.has(witness)) continue;
    const at = body !== null && body.references > 0 ? ([body.segment, body.offset] as const) : null;
    yield { kind: 'witnessed', witness, state, storedAtMs, sha256, at };
  }
}

/** Witnesses that a `stored` record can carry as it did at first. */
const witnessesByBody = (
  index: StoreIndex,
): Map<Body, { readonly witness: string; readonly storedAtMs: number }> => {
  const byBody = new Map<Body, { witness: string; storedAtMs: number }>();
  for (const [witness, { state, storedAtMs, body }] of index.witnesses) {
    if (state === 'stored' && body !== null && body.references > 0) byBody.set(body, { witness, storedAtMs });
  }
  return byBody;
};

function* storedIn(
  folder: Folder,
  witnesses: Map<Body, { readonly witness: string; readonly storedAtMs: number }>,
): Generator<StoredRecord, void, undefined> {
  for (const { uid, modseq, body, flags, receivedAtMs } of folder.entries.values()) {
    const { segment, offset, storedLength, size, sha256, escaped, trailer } = body;
    const witness = witnesses.get(body);
    witnesses.delete(body); // a copy does not carry it again
    yield {
      kind: 'stored',
      folder: folder.id,
      uid,
      modseq,
      segment,
      offset,
      storedLength,
      size,
      sha256,
      escaped,
      trailer,
      receivedAtMs,
      flags,
      ...(witness?.storedAtMs === receivedAtMs ? { witness: witness.witness } : {}),
    };
  }
}

function* vanishedFrom(folder: Folder): Generator<StoreRecord, void, undefined> {
  const { vanishedUids: uids, vanishedModseqs: modseqs } = folder;
  const first = Math.max(0, uids.length - rememberedVanished);
  const floor = first === 0 ? folder.vanishedFloor : (modseqs[first - 1] ?? 0);
  if (floor > 0 && first === uids.length) yield { kind: 'vanished', folder: folder.id, floor, items: [] };
  for (let at = first; at < uids.length; at += itemsPerRecord) {
    const items: (readonly [number, number])[] = [];
    for (let one = at; one < Math.min(uids.length, at + itemsPerRecord); one += 1) {
      items.push([uids[one] ?? 0, modseqs[one] ?? 0]);
    }
    yield { kind: 'vanished', folder: folder.id, floor, items };
  }
}
