import type { StoreFile } from './FileSystem.ts';
import { decodeFrame, maximumFrameBytes } from './journalFrames.ts';
import { readFully } from './writeFully.ts';

/** A stretch of the journal that is no frame. */
export interface JournalGap {
  readonly offset: number;
  readonly length: number;
}

export interface JournalScan {
  /** Everything before this is whole frames (or gaps followed by whole frames). */
  readonly endOffset: number;
  /** Bytes after `endOffset` that form no frame: the write a crash or power cut interrupted. */
  readonly tornBytes: number;
  /** Gaps with whole frames behind them: not a torn write but damage, and never truncated away. */
  readonly gaps: readonly JournalGap[];
}

const blockBytes = 4 * 1024 * 1024;

/** Calls `onValue` for each whole frame in order. What `onValue` throws passes through. */
export const scanJournal = async (
  file: StoreFile,
  onValue: (value: unknown) => void,
): Promise<JournalScan> => {
  const size = await file.size();
  const gaps: JournalGap[] = [];
  let endOffset = 0;
  let gapStart = -1;
  let carry: Buffer = Buffer.alloc(0);

  for (let position = 0; position < size;) {
    const block = await readFully(file, position, Math.min(blockBytes, size - position));
    const lineBase = position - carry.length;
    const bytes = carry.length === 0 ? Buffer.from(block.buffer) : Buffer.concat([carry, block]);
    position += block.length;
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
      const frame = decodeFrame(bytes.subarray(start, end));
      if (frame === undefined) {
        if (gapStart < 0) gapStart = lineBase + start;
      } else {
        if (gapStart >= 0) gaps.push({ offset: gapStart, length: lineBase + start - gapStart });
        gapStart = -1;
        endOffset = lineBase + end + 1;
        onValue(frame.value);
      }
      start = end + 1;
    }
    carry = bytes.subarray(start);
    if (carry.length > maximumFrameBytes) {
      // Longer than any frame: remember it as a gap, so that a journal of garbage cannot fill memory.
      if (gapStart < 0) gapStart = lineBase + start;
      carry = Buffer.from('x'); // keeps the rest of this line from looking like the start of a frame
    }
  }
  return { endOffset, tornBytes: size - endOffset, gaps };
};
