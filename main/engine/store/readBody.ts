import { createHash } from 'node:crypto';
import { FromUnescaper } from './mboxEscaping.ts';
import type { Segments } from './Segments.ts';
import { isMissing } from './Segments.ts';
import { StoreError, toStoreError } from './StoreError.ts';
import type { Body } from './StoreIndex.ts';
import { readFully } from './writeFully.ts';

const pieceBytes = 256 * 1024;

/** The exact original bytes; rejects `corrupt` when they are not the ones that were stored. */
export const readBody = async (segments: Segments, body: Body): Promise<Uint8Array> => {
  const stored = await readStored(segments, body, 0, body.storedLength);
  const bytes = body.escaped === 0 ? stored : unescapeAll(stored);
  if (bytes.length !== body.size || createHash('sha256').update(bytes).digest('hex') !== body.sha256) {
    throw damaged(body);
  }
  return bytes;
};

/** The original in pieces, for what need not be in memory at once. Throws `corrupt` at the end if the hash differs. */
export async function* streamBody(
  segments: Segments,
  body: Body,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  const unescaper = body.escaped === 0 ? undefined : new FromUnescaper();
  for (let at = 0; at < body.storedLength; at += pieceBytes) {
    const stored = await readStored(segments, body, at, Math.min(pieceBytes, body.storedLength - at));
    for (const piece of unescaper?.push(stored) ?? [stored]) {
      hash.update(piece);
      if (piece.length > 0) yield piece;
    }
  }
  const rest = unescaper?.end();
  if (rest !== undefined && rest.length > 0) {
    hash.update(rest);
    yield rest;
  }
  if (hash.digest('hex') !== body.sha256) throw damaged(body);
}

/** Part of the original, e.g. its header. The hash covers the whole message only, so this is not verified. */
export const readBodyRange = async (
  segments: Segments,
  body: Body,
  start: number,
  length: number,
): Promise<Uint8Array> => {
  const from = Math.min(Math.max(0, start), body.size);
  const wanted = Math.min(length, body.size - from);
  if (body.escaped === 0) return readStored(segments, body, from, wanted);
  // Each quoted line adds one byte; five more, so that a quoted place at the end is seen whole.
  const enough = Math.min(body.storedLength, from + wanted + body.escaped + 5);
  return unescapeAll(await readStored(segments, body, 0, enough)).subarray(from, from + wanted);
};

/** Bytes as they lie in the segment, relative to the message's start (may begin before it, at the From line). */
export const readStored = async (
  segments: Segments,
  body: Body,
  start: number,
  length: number,
): Promise<Uint8Array> => {
  for (let attempt = 1; ; attempt += 1) {
    const { segment, offset } = body;
    try {
      const file = await segments.openForReading(segment);
      try {
        return await readFully(file, offset + start, length);
      } finally {
        await file.close();
      }
    } catch (error) {
      // Compaction may have moved the message between looking up its place and opening the file.
      if (isMissing(error) && attempt < 3 && body.segment !== segment) continue;
      throw isMissing(error)
        ? new StoreError('corrupt', `Mail segment ${segment} is missing`, { cause: error })
        : toStoreError(error, `reading mail segment ${segment}`);
    }
  }
};

const unescapeAll = (stored: Uint8Array): Uint8Array => {
  const unescaper = new FromUnescaper();
  return Buffer.concat([...unescaper.push(stored), unescaper.end()]);
};

const damaged = (body: Body): StoreError =>
  new StoreError('corrupt', `The message at ${body.segment}:${body.offset} is not what was stored`);
