import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAddresses, readMailboxes } from '../../../../main/engine/mime/addresses.ts';
import { readSimpleAddresses } from '../../../../main/engine/mime/simpleAddresses.ts';

const same = (name: string): string => name;

it('reads the usual forms', () => {
  for (const field of ['a@b.test', 'Ann Lee <ann.lee+x@b.test>', '"Lee, Ann" <a@b.test>', 'a@b.test, =?utf-8?q?=C3=A9?= <c@d.test>'])
    expect(readSimpleAddresses(field, same)).not.toBeNull();
  for (const field of ['', '<>', 'Group: a@b.test;', 'a (b) <c@d.test>', 'a <b@c.test> d', '"x\\"y" <a@b.test>', 'a..b@c.test'])
    expect(readSimpleAddresses(field, same)).toBeNull();
}); // prettier-ignore

it('says what the whole grammar says', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'a@b.test', 'Ann', '"Lee, Ann"', '<a.b@c.test>', ' ', ',', ', ', '=?utf-8?q?a=C3=A9?=', '\r', '.', '@',
      '(c)', '[1]', ';', ':', '\t', '<', '>', '"', '\\', "O'Neil", '\xe9', '-', 'x_y+z@d-e.test', '\u0000', 'a@',
    ),
    fc.string({ maxLength: 4 }),
  ); // prettier-ignore
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const field = pieces.join('');
      expect(parseAddresses(field)).toEqual(readMailboxes(field));
    }),
    { numRuns: 3000, seed: 11 },
  );
});
