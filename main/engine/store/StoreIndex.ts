import type { FolderRecord, StoredRecord, StoreRecord, TransferredRecord } from './storeRecords.ts';
import type { FolderRole, WitnessRecord } from './storeTypes.ts';

/** A message's bytes: one per message, shared by its copies. Its place changes when a segment is compacted. */
export interface Body {
  segment: number;
  offset: number;
  readonly storedLength: number;
  readonly size: number;
  readonly sha256: string;
  readonly escaped: number;
  /** Bytes after the content: the blank line, and before it the LF the message lacked. */
  readonly trailer: number;
  /** Folder entries that hold it. */
  references: number;
}
export interface Entry {
  readonly uid: number;
  readonly body: Body;
  readonly receivedAtMs: number;
  modseq: number;
  flags: readonly string[];
}
export interface Folder {
  readonly id: number;
  name: string;
  parent: number | null;
  role: FolderRole | null;
  readonly uidValidity: number;
  uidNext: number;
  highestModseq: number;
  /** In ascending order of uid. */
  readonly entries: Map<number, Entry>;
  /** Both in ascending order of modseq. */
  readonly vanishedUids: number[];
  readonly vanishedModseqs: number[];
  /** What vanished at or before this modseq has been forgotten. */
  vanishedFloor: number;
}
export interface Witness {
  state: WitnessRecord['state'];
  readonly storedAtMs: number;
  readonly sha256: string;
  readonly body: Body | null;
}
interface Segment {
  /** By offset. */
  readonly bodies: Map<number, Body>;
  end: number;
  sealed: boolean;
  liveBytes: number;
}

const rememberedCopies = 1000;

/**
 * The whole store in memory but for the messages' bytes: what replaying the journal gives. `apply` trusts its records
 * (they were checked before they were written) and forgives what damage to the journal can leave: a record about a
 * message or folder that is not there does nothing, a message for an unknown folder gets a folder.
 */
export class StoreIndex {
  readonly folders = new Map<number, Folder>();
  readonly witnesses = new Map<string, Witness>();
  readonly segments = new Map<number, Segment>();
  /** By operation: the pairs of the latest copies, so that one asked for again is not made again. */
  readonly copiesMade = new Map<string, TransferredRecord['pairs']>();
  modseq = 0;
  lastFolder = 0;
  lastUidValidity = 0;
  /** Equal flag lists are one object: most messages have one of a handful. */
  readonly #flagLists = new Map<string, readonly string[]>();
  apply(record: StoreRecord): void {
    switch (record.kind) {
      case 'folder':
        return this.#applyFolder(record);
      case 'folderDeleted':
        return this.#applyFolderDeleted(record.folder, record.modseq);
      case 'stored':
        return this.#applyStored(record);
      case 'flags': {
        const folder = this.folders.get(record.folder);
        record.changes.forEach(([uid, flags], at) => {
          const entry = folder?.entries.get(uid);
          if (folder === undefined || entry === undefined) return;
          entry.flags = this.#flagList(flags);
          entry.modseq = this.#touch(folder, record.modseq + at);
        });
        return;
      }
      case 'copied':
      case 'moved':
        return this.#applyTransferred(record);
      case 'expunged': {
        const folder = this.folders.get(record.folder);
        if (folder !== undefined)
          record.uids.forEach((uid, at) => this.#vanish(folder, uid, record.modseq + at));
        return;
      }
      case 'witness': {
        if (record.event === 'forgotten') this.witnesses.delete(record.witness);
        else {
          const witness = this.witnesses.get(record.witness);
          if (witness !== undefined) witness.state = record.event;
        }
        return;
      }
      case 'witnessed': {
        const body =
          record.at === null ? null : (this.segments.get(record.at[0])?.bodies.get(record.at[1]) ?? null);
        this.witnesses.set(record.witness, {
          state: record.state,
          storedAtMs: record.storedAtMs,
          sha256: record.sha256,
          body,
        });
        return;
      }
      case 'relocated':
        return this.#applyRelocated(record.segment, record.moves);
      case 'sealed': {
        this.#segment(record.segment).sealed = true;
        return;
      }
      case 'counters':
        this.modseq = Math.max(this.modseq, record.modseq);
        this.lastFolder = Math.max(this.lastFolder, record.folder);
        this.lastUidValidity = Math.max(this.lastUidValidity, record.uidValidity);
        return;
      case 'copyMade':
        return this.#rememberCopy(record.op, record.pairs);
      case 'vanished': {
        const folder = this.folders.get(record.folder);
        if (folder === undefined) return;
        folder.vanishedFloor = Math.max(folder.vanishedFloor, record.floor);
        for (const [uid, modseq] of record.items) {
          folder.vanishedUids.push(uid);
          folder.vanishedModseqs.push(this.#touch(folder, modseq));
        }
      }
    }
  }

  #applyFolder(record: FolderRecord): void {
    const known = this.folders.get(record.folder);
    const folder: Folder = known ?? {
      id: record.folder,
      name: record.name,
      parent: record.parent,
      role: record.role,
      uidValidity: record.uidValidity,
      uidNext: record.uidNext ?? 1,
      highestModseq: 0,
      entries: new Map(),
      vanishedUids: [],
      vanishedModseqs: [],
      vanishedFloor: 0,
    };
    folder.name = record.name;
    folder.parent = record.parent;
    folder.role = record.role;
    this.folders.set(folder.id, folder);
    this.lastFolder = Math.max(this.lastFolder, folder.id);
    this.lastUidValidity = Math.max(this.lastUidValidity, folder.uidValidity);
    this.#touch(folder, record.modseq);
  }

  #applyFolderDeleted(id: number, modseq: number): void {
    const folder = this.folders.get(id);
    this.modseq = Math.max(this.modseq, modseq);
    if (folder === undefined) return;
    for (const entry of folder.entries.values()) this.#release(entry.body);
    this.folders.delete(id);
  }

  #applyStored(record: StoredRecord): void {
    const segment = this.#segment(record.segment);
    // In a snapshot a copy is a second `stored` with the same place.
    const body = segment.bodies.get(record.offset) ?? {
      segment: record.segment,
      offset: record.offset,
      storedLength: record.storedLength,
      size: record.size,
      sha256: record.sha256,
      escaped: record.escaped,
      trailer: record.trailer,
      references: 0,
    };
    segment.bodies.set(record.offset, body);
    segment.end = Math.max(segment.end, record.offset + record.storedLength + record.trailer);
    this.#enter(this.#folderOrRecovered(record.folder), {
      uid: record.uid,
      body,
      receivedAtMs: record.receivedAtMs,
      modseq: record.modseq,
      flags: this.#flagList(record.flags),
    });
    if (record.witness !== undefined) {
      const { receivedAtMs: storedAtMs, sha256 } = record;
      this.witnesses.set(record.witness, { state: 'stored', storedAtMs, sha256, body });
    }
  }

  #applyTransferred(record: TransferredRecord): void {
    const from = this.folders.get(record.from);
    record.pairs.forEach(([uid, newUid], at) => {
      const entry = from?.entries.get(uid);
      if (from === undefined || entry === undefined) return;
      const modseq = record.modseq + at;
      this.#enter(this.#folderOrRecovered(record.to), { ...entry, uid: newUid, modseq });
      if (record.kind === 'moved') this.#vanish(from, uid, modseq);
    });
    if (record.op !== undefined) this.#rememberCopy(record.op, record.pairs);
  }
  #rememberCopy(op: string, pairs: TransferredRecord['pairs']): void {
    this.copiesMade.set(op, pairs);
    const [oldest] = this.copiesMade.keys();
    if (this.copiesMade.size > rememberedCopies && oldest !== undefined) this.copiesMade.delete(oldest);
  }

  #applyRelocated(from: number, moves: readonly (readonly [number, number, number])[]): void {
    const old = this.segments.get(from);
    if (old === undefined) return;
    for (const [offset, to, newOffset] of moves) {
      const body = old.bodies.get(offset);
      if (body === undefined) continue;
      const target = this.#segment(to);
      body.segment = to;
      body.offset = newOffset;
      target.bodies.set(newOffset, body);
      target.end = Math.max(target.end, newOffset + body.storedLength + body.trailer);
      target.liveBytes += body.storedLength;
    }
    this.segments.delete(from);
  }

  #enter(folder: Folder, entry: Entry): void {
    folder.entries.set(entry.uid, entry);
    folder.uidNext = Math.max(folder.uidNext, entry.uid + 1);
    this.#touch(folder, entry.modseq);
    entry.body.references += 1;
    if (entry.body.references === 1) this.#segment(entry.body.segment).liveBytes += entry.body.storedLength;
  }

  #vanish(folder: Folder, uid: number, modseq: number): void {
    const entry = folder.entries.get(uid);
    if (entry === undefined) return;
    folder.entries.delete(uid);
    folder.vanishedUids.push(uid);
    folder.vanishedModseqs.push(this.#touch(folder, modseq));
    this.#release(entry.body);
  }

  #release(body: Body): void {
    body.references -= 1;
    if (body.references > 0) return;
    const segment = this.#segment(body.segment);
    segment.bodies.delete(body.offset);
    segment.liveBytes -= body.storedLength;
  }

  #touch(folder: Folder, modseq: number): number {
    folder.highestModseq = Math.max(folder.highestModseq, modseq);
    this.modseq = Math.max(this.modseq, modseq);
    return modseq;
  }

  #segment(number: number): Segment {
    const known = this.segments.get(number);
    if (known !== undefined) return known;
    const made: Segment = { bodies: new Map(), end: 0, sealed: false, liveBytes: 0 };
    this.segments.set(number, made);
    return made;
  }

  #folderOrRecovered(id: number): Folder {
    const known = this.folders.get(id);
    if (known !== undefined) return known;
    const uidValidity = this.lastUidValidity + 1;
    this.#applyFolder({
      kind: 'folder',
      folder: id,
      name: `Recovered ${id}`,
      parent: null,
      role: null,
      uidValidity,
      modseq: 0,
    });
    const folder = this.folders.get(id);
    if (folder === undefined) throw new Error('unreachable: the folder was just made');
    return folder;
  }

  #flagList(flags: readonly string[]): readonly string[] {
    const key = flags.join(' ');
    const known = this.#flagLists.get(key);
    if (known !== undefined) return known;
    this.#flagLists.set(key, flags);
    return flags;
  }
}
