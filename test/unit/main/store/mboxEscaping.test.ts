import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FromEscaper, FromUnescaper, separatorLine } from '../../../../main/engine/store/mboxEscaping.ts';

/** Text that looks for trouble: quoting, line ends, NUL and 8-bit bytes, in any order. */
export const nastyBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'From ',
        '>From ',
        '>>From ',
        '>',
        'From',
        'Fro',
        'F',
        ' ',
        '\n',
        '\r\n',
        '\r',
        '\0',
        '\n\n',
        '\nFrom ',
        'x',
      ),
      fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

const split = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return [...pieces, bytes.subarray(at)];
};
const through = (machine: FromEscaper | FromUnescaper, pieces: readonly Buffer[]): Buffer =>
  Buffer.concat([...pieces.flatMap((piece) => [...machine.push(piece)]), machine.end()]);

/** The definition, in one regular expression. */
const byDefinition = (bytes: Buffer): string => bytes.toString('latin1').replace(/(^|\n)(>*From )/g, '$1>$2');

describe('mbox quoting', () => {
  it.each([
    ['', ''],
    ['From me', '>From me'],
    ['>From me', '>>From me'],
    ['a\nFrom b\n>From c\n', 'a\n>From b\n>>From c\n'],
    ['a\rFrom b', 'a\rFrom b'],
    ['a\r\nFrom b', 'a\r\n>From b'],
    ['xFrom b', 'xFrom b'],
    ['From', 'From'],
    ['> From b', '> From b'],
  ])('stores %j as %j', (original, stored) => {
    expect(through(new FromEscaper(), [Buffer.from(original, 'latin1')]).toString('latin1')).toBe(stored);
  });

  it('is the definition, and is undone exactly, however the bytes are cut', () => {
    fc.assert(
      fc.property(
        nastyBytes,
        fc.array(fc.nat(7), { maxLength: 60 }),
        fc.array(fc.nat(7), { maxLength: 60 }),
        (bytes, cuts, others) => {
          const escaper = new FromEscaper();
          const stored = through(escaper, split(bytes, cuts));
          expect(stored.toString('latin1')).toBe(byDefinition(bytes));
          expect(escaper.escaped).toBe(stored.length - bytes.length);
          expect(through(new FromUnescaper(), split(stored, others)).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('writes the separator in asctime form, UTC, of one length', () => {
    expect(separatorLine(Date.UTC(2026, 10, 1, 6, 5, 4)).toString()).toBe(
      'From MAILER-DAEMON Sun Nov  1 06:05:04 2026\n',
    );
    expect(new Set([0, 1e12, 4e12].map((at) => separatorLine(at).length)).size).toBe(1);
  });
});
