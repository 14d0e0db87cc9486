/**
 * Bytes on a wire that only carries bytes (WebSocket): a 4-byte big-endian length, that many bytes of JSON
 * `{ value, binaries: [{ path, length }] }`, then the binaries one after the other. Binary values stand as
 * null in `value` and are put back by path, so that no string a mail can contain is mistaken for one.
 */
type Path = readonly (string | number)[];
interface Header {
  readonly value: unknown;
  readonly binaries: readonly { readonly path: Path; readonly length: number }[];
}

/** Encodes plain data (objects, arrays, string, number, boolean, null, Uint8Array). */
export function encodeFrame(frame: unknown): Uint8Array<ArrayBuffer> {
  const binaries: { path: Path; bytes: Uint8Array }[] = [];
  const value = takeBinaries(frame, [], binaries);
  const header: Header = {
    value,
    binaries: binaries.map(({ path, bytes }) => ({ path, length: bytes.length })),
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const size = binaries.reduce((sum, { bytes }) => sum + bytes.length, 4 + json.length);
  const out = new Uint8Array(size);
  new DataView(out.buffer).setUint32(0, json.length);
  out.set(json, 4);
  let offset = 4 + json.length;
  for (const { bytes } of binaries) {
    out.set(bytes, offset);
    offset += bytes.length;
  }
  return out;
}

/** The inverse. Throws a plain Error on anything that encodeFrame could not have made. */
export function decodeFrame(encoded: Uint8Array): unknown {
  if (encoded.length < 4) throw new Error('frame is too short');
  const jsonLength = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength).getUint32(0);
  if (4 + jsonLength > encoded.length) throw new Error('frame header is longer than the frame');
  const header = JSON.parse(new TextDecoder().decode(encoded.subarray(4, 4 + jsonLength))) as unknown;
  if (!isHeader(header)) throw new Error('frame header is malformed');
  const root: { value: unknown } = { value: header.value };
  let offset = 4 + jsonLength;
  for (const { path, length } of header.binaries) {
    if (!Array.isArray(path)) throw new Error('binary path is malformed');
    if (!Number.isInteger(length) || length < 0 || offset + length > encoded.length)
      throw new Error('binary runs past the frame');
    putBinary(root, path, encoded.slice(offset, offset + length));
    offset += length;
  }
  if (offset !== encoded.length) throw new Error('frame has bytes left over');
  return root.value;
}

/**
 * `value` with null where bytes stood. What holds no bytes is handed back as it is: a batch of summaries, the
 * largest thing on the wire, costs a look and no copy.
 */
function takeBinaries(
  value: unknown,
  path: (string | number)[],
  binaries: { path: Path; bytes: Uint8Array }[],
): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) {
    binaries.push({ path: [...path], bytes: value });
    return null;
  }
  if (Array.isArray(value)) {
    const given: readonly unknown[] = value;
    let copy: unknown[] | null = null;
    for (let index = 0; index < given.length; index += 1) {
      const item = given[index];
      if (typeof item !== 'object' || item === null) continue;
      path.push(index);
      const taken = takeBinaries(item, path, binaries);
      path.pop();
      if (taken !== item) (copy ??= [...given])[index] = taken;
    }
    return copy ?? given;
  }
  let copy: Record<string, unknown> | null = null;
  for (const key of Object.keys(value)) {
    const item: unknown = Reflect.get(value, key);
    if (typeof item !== 'object' || item === null) continue;
    path.push(key);
    const taken = takeBinaries(item, path, binaries);
    path.pop();
    // By definition and not by assignment: a key may be `__proto__`.
    if (taken !== item) define((copy ??= { ...value }), key, taken);
  }
  return copy ?? value;
}

function define(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function isHeader(value: unknown): value is Header {
  return (
    typeof value === 'object' &&
    value !== null &&
    'value' in value &&
    'binaries' in value &&
    Array.isArray(value.binaries)
  );
}

/** Own properties only: a hostile path such as `__proto__` finds nothing. */
function putBinary(root: { value: unknown }, path: Path, bytes: Uint8Array): void {
  let holder: object = root;
  let key: string | number = 'value';
  for (const step of path) {
    const next: unknown = Object.hasOwn(holder, key) ? Reflect.get(holder, key) : undefined;
    if (typeof next !== 'object' || next === null) throw new Error('binary path leads nowhere');
    holder = next;
    key = step;
  }
  if (!Object.hasOwn(holder, key) || Reflect.get(holder, key) !== null)
    throw new Error('binary path leads nowhere');
  Reflect.set(holder, key, bytes);
}
