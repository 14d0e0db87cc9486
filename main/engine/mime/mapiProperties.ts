import { decodeText } from './charsets.ts';

/** A property's first value as it lies in the stream. */
export interface MapiProperty {
  readonly kind: 'fixed' | 'string8' | 'unicode' | 'binary' | 'object';
  readonly bytes: Buffer;
}

const MAX_PROPERTIES = 5000;
const MAX_VALUES = 10_000;
const variable: Readonly<Record<number, MapiProperty['kind']>> = {
  0x0d: 'object',
  0x1e: 'string8',
  0x1f: 'unicode',
  0x102: 'binary',
};
/** Sizes of fixed types, padded to four bytes; others are four. */
const fixedSizes: Readonly<Record<number, number>> = { 5: 8, 6: 8, 7: 8, 0x14: 8, 0x40: 8, 0x48: 16 };

/** Reads a MAPI property list (MS-OXTNEF section 2.1.3.4) by property id; a broken list gives what came before. */
export function readMapiProperties(data: Buffer): ReadonlyMap<number, MapiProperty> {
  const found = new Map<number, MapiProperty>();
  if (data.length < 4) return found;
  const count = Math.min(data.readUInt32LE(0), MAX_PROPERTIES);
  let at = 4;
  for (let index = 0; index < count && at + 4 <= data.length; index += 1) {
    const type = data.readUInt16LE(at);
    const id = data.readUInt16LE(at + 2);
    at = id >= 0x8000 ? afterName(data, at + 4) : at + 4;
    if (at < 0) break;
    const value = readValues(data, at, type);
    if (value === null) break;
    if (value.property !== null && !found.has(id)) found.set(id, value.property);
    at = value.next;
  }
  return found;
}

/** A named property carries its name set and number or text; -1 when it is cut. */
function afterName(data: Buffer, at: number): number {
  if (at + 24 > data.length) return -1;
  if (data.readUInt32LE(at + 16) === 0) return at + 24;
  return at + 24 + padded(data.readUInt32LE(at + 20));
}

const padded = (length: number): number => (length + 3) & ~3;

function readValues(
  data: Buffer,
  start: number,
  type: number,
): { property: MapiProperty | null; next: number } | null {
  const kind = variable[type & 0xfff] ?? 'fixed';
  const isMany = (type & 0x1000) !== 0;
  const size = fixedSizes[type & 0xfff] ?? 4;
  if (kind === 'fixed' && !isMany) return slice(data, start, size, size, kind);
  if (start + 4 > data.length) return null;
  const values = data.readUInt32LE(start);
  if (values > MAX_VALUES) return null;
  let first: MapiProperty | null = null;
  let at = start + 4;
  for (let index = 0; index < values; index += 1) {
    if (kind !== 'fixed' && at + 4 > data.length) return null;
    const length = kind === 'fixed' ? size : data.readUInt32LE(at);
    const value = slice(data, kind === 'fixed' ? at : at + 4, length, padded(length), kind);
    if (value === null) return null;
    first ??= value.property;
    at = value.next;
  }
  return { property: first, next: at };
}

function slice(
  data: Buffer,
  at: number,
  length: number,
  step: number,
  kind: MapiProperty['kind'],
): { property: MapiProperty; next: number } | null {
  if (length < 0 || at + length > data.length) return null;
  return { property: { kind, bytes: data.subarray(at, at + length) }, next: at + step };
}

export const propertyBytes = (property: MapiProperty): Buffer => property.bytes;

/** A property as text without the NUL that ends it; null when there is none. */
export function propertyText(property: MapiProperty | undefined, codePage: string): string | null {
  if (property === undefined || (property.kind !== 'string8' && property.kind !== 'unicode')) return null;
  const text =
    property.kind === 'unicode' ? property.bytes.toString('utf16le') : decodeText(property.bytes, codePage);
  return text.replace(/\0[^]*$/, '');
}
