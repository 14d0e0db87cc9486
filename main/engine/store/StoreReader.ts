import { changesSince } from './changesSince.ts';
import type { StoreFiles, StoreOpening } from './openStoreFiles.ts';
import { readBody, readBodyRange, streamBody } from './readBody.ts';
import type { Segments } from './Segments.ts';
import { StoreError } from './StoreError.ts';
import type { Body, Entry, StoreIndex } from './StoreIndex.ts';
import { folderOf } from './storeRules.ts';
import type {
  FolderChanges,
  FolderId,
  FolderInfo,
  MessageInfo,
  StoreUid,
  VerifyReport,
  WitnessRecord,
} from './storeTypes.ts';
import { folderInfo, messageInfo, witnessRecord } from './storeViews.ts';
import { verifyBodies } from './verifyBodies.ts';

/** What can be asked of a store. Answers show durable state only; `notFound` for a folder that is not there. */
export class StoreReader {
  readonly opening: StoreOpening;
  readonly #index: StoreIndex;
  readonly #segments: Segments;

  constructor(files: StoreFiles) {
    this.opening = files.opening;
    this.#index = files.index;
    this.#segments = files.segments;
  }

  /** The store-wide change number: rises with every change. */
  get modseq(): number {
    return this.#index.modseq;
  }

  folders(): readonly FolderInfo[] {
    return [...this.#index.folders.values()].map(folderInfo);
  }

  /** Whether a message from there was ever stored and not `forgotten`, wherever it went since. */
  hasWitness(witness: string): boolean {
    return this.#index.witnesses.has(witness);
  }

  witness(witness: string): WitnessRecord | undefined {
    const found = this.#index.witnesses.get(witness);
    return found === undefined ? undefined : witnessRecord(witness, found);
  }

  witnesses(): readonly WitnessRecord[] {
    return [...this.#index.witnesses].map(([witness, found]) => witnessRecord(witness, found));
  }

  /** Where the message of a witness is now: a row for each folder that holds it. */
  holders(witness: string): readonly (MessageInfo & { readonly folder: FolderId })[] {
    const body = this.#index.witnesses.get(witness)?.body;
    if (body === undefined || body === null || body.references === 0) return [];
    return [...this.#index.folders.values()].flatMap(
      ({ id, entries }) =>
        [...entries.values()]
          .filter((entry) => entry.body === body)
          .map((entry) => ({ ...messageInfo(entry), folder: id as FolderId })), // an id of the index
    );
  }

  /** The witnesses of one message. */
  witnessesOf(folder: FolderId, uid: StoreUid): readonly string[] {
    const { body } = this.#entry(folder, uid);
    return [...this.#index.witnesses].flatMap(([witness, found]) => (found.body === body ? [witness] : []));
  }

  message(folder: FolderId, uid: StoreUid): MessageInfo | undefined {
    const entry = folderOf(this.#index, folder).entries.get(uid);
    return entry === undefined ? undefined : messageInfo(entry);
  }

  /** Ascending by uid. */
  messages(folder: FolderId): readonly MessageInfo[] {
    return [...folderOf(this.#index, folder).entries.values()].map(messageInfo);
  }

  changesSince(folder: FolderId, modseq: number, limit = 50_000): FolderChanges {
    return changesSince(folderOf(this.#index, folder), modseq, limit);
  }

  /** The exact bytes, verified. `notFound` when the message is gone, `corrupt` when its bytes are damaged. */
  async readMessage(folder: FolderId, uid: StoreUid): Promise<Uint8Array> {
    return readBody(this.#segments, this.#entry(folder, uid).body);
  }

  /** The exact bytes in pieces; the last step throws `corrupt` if they are not what was stored. */
  streamMessage(folder: FolderId, uid: StoreUid): AsyncIterable<Uint8Array> {
    return streamBody(this.#segments, this.#entry(folder, uid).body);
  }

  /** Part of the message, cut to its size; not verified. */
  async readRange(folder: FolderId, uid: StoreUid, start: number, length: number): Promise<Uint8Array> {
    return readBodyRange(this.#segments, this.#entry(folder, uid).body, start, length);
  }

  /** Reads and hashes every message once. Damage is reported, never mended or dropped. */
  verify(signal?: AbortSignal): Promise<VerifyReport> {
    const bodies = [...this.#index.segments.values()].flatMap((segment) => [...segment.bodies.values()]);
    return verifyBodies(this.#segments, bodies, (body) => this.#placesOf(body), signal);
  }

  #placesOf(body: Body): { readonly folder: FolderId; readonly uid: StoreUid }[] {
    return [...this.#index.folders.values()].flatMap(
      ({ id, entries }) =>
        [...entries.values()]
          .filter((entry) => entry.body === body)
          .map(({ uid }) => ({ folder: id as FolderId, uid: uid as StoreUid })), // ids of this index
    );
  }

  #entry(folder: FolderId, uid: StoreUid): Entry {
    const entry = folderOf(this.#index, folder).entries.get(uid);
    if (entry === undefined) throw new StoreError('notFound', 'The message is gone');
    return entry;
  }
}
