import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame } from '../../preload/contract/index.ts';

/** Everything the wire promises to carry, names and texts that look like its own included. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'value',
    'binaries',
    'path',
    'length',
    '{"path":[],"length":1}',
    '\u0000',
    '한글',
    '__proto__',
    'null',
  ),
);
const { value: plain } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 50 }),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(text, tie('value')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
}));
const plainBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

describe('wire', () => {
  test('decode(encode(x)) equals x', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(decodeFrame(encodeFrame(value))).toStrictEqual(value);
      }),
      { numRuns: 500 },
    );
  });

  test('a view into a larger buffer carries its own bytes only, at both ends', () => {
    const view = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3);
    const encoded = encodeFrame({ view });
    const padded = new Uint8Array([9, ...encoded, 9]).subarray(1, 1 + encoded.length);
    expect(decodeFrame(padded)).toStrictEqual({ view: plainBytes(view) });
  });

  test('every truncation throws', () => {
    const encoded = encodeFrame({
      type: 'result',
      id: '1',
      result: { bytes: new Uint8Array(20), text: '한글' },
    });
    const accepted = Array.from({ length: encoded.length }, (_, length) => length).filter((length) => {
      try {
        decodeFrame(encoded.subarray(0, length));
        return true;
      } catch {
        return false; // as it should
      }
    });
    expect(accepted).toEqual([]);
  });

  test('garbage throws an Error or decodes; it never hangs and never touches a prototype', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), plain, fc.nat(), (noise, value, at) => {
        const encoded = encodeFrame(value);
        if (noise.length > 0) encoded.set(noise.subarray(0, 1), at % encoded.length);
        for (const bytes of [noise, encoded]) {
          try {
            decodeFrame(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        }
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, unknown]>([
    ['no header', 5],
    ['null', null],
    ['binaries that are no array', { value: null, binaries: 1 }],
    ['a binary that is null', { value: null, binaries: [null] }],
    ['a binary without a path', { value: null, binaries: [{ length: 0 }] }],
    ['a path that is text', { value: { a: null }, binaries: [{ path: 'a', length: 0 }] }],
    ['a path to the prototype', { value: {}, binaries: [{ path: ['__proto__', 'x'], length: 0 }] }],
    ['a path into a string', { value: 'abc', binaries: [{ path: ['length'], length: 0 }] }],
    ['a path to what is not null', { value: { a: 1 }, binaries: [{ path: ['a'], length: 0 }] }],
    ['a path that leads nowhere', { value: {}, binaries: [{ path: ['a', 'b'], length: 0 }] }],
    ['a negative length', { value: null, binaries: [{ path: [], length: -1 }] }],
    ['a length that is a fraction', { value: null, binaries: [{ path: [], length: 0.5 }] }],
    ['a length beyond the frame', { value: null, binaries: [{ path: [], length: 2 ** 40 }] }],
    [
      'one place for two binaries',
      {
        value: null,
        binaries: [
          { path: [], length: 0 },
          { path: [], length: 0 },
        ],
      },
    ],
  ])('refuses %s', (_what, header) => {
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(json.length);
    expect(() => decodeFrame(Buffer.concat([length, json]))).toThrow(Error);
  });
});
