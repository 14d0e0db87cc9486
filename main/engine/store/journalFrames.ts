import { crc32 } from 'node:zlib';
import { StoreError } from './StoreError.ts';

/** No frame is larger; a longer line on disk is damage, a longer record is refused. */
export const maximumFrameBytes = 32 * 1024 * 1024;

const newline = 0x0a;
const space = 0x20;

/**
 * One record as one line: CRC-32 of the JSON (8 hex digits), its length in bytes (decimal), the JSON, LF.
 * JSON never holds a raw LF, so a reader can always find the next line after a damaged one.
 */
export const encodeFrame = (record: unknown): Buffer => {
  const json = Buffer.from(JSON.stringify(record), 'utf8');
  if (json.length > maximumFrameBytes - 32)
    throw new StoreError('invalid', 'The journal record is too large');
  const head = `${crc32(json).toString(16).padStart(8, '0')} ${json.length} `;
  return Buffer.concat([Buffer.from(head, 'latin1'), json, Buffer.of(newline)]);
};

/** The JSON value of one line (without its LF), or undefined when the line is not exactly a frame. */
export const decodeFrame = (line: Buffer): { readonly value: unknown } | undefined => {
  if (line.length < 12 || line[8] !== space) return undefined;
  const second = line.indexOf(space, 9);
  if (second < 10 || second > 20) return undefined;
  const json = line.subarray(second + 1);
  if (line.toString('latin1', 9, second) !== String(json.length)) return undefined;
  if (line.toString('latin1', 0, 8) !== crc32(json).toString(16).padStart(8, '0')) return undefined;
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    return { value };
  } catch {
    return undefined; // a checksum that fits by chance: damage like any other
  }
};
