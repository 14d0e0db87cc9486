import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mailLanguages } from '../../../../main/engine/mime/mailLanguages.ts';
import { decodedSize, decodeTransfer } from '../../../../main/engine/mime/transferEncoding.ts';

it('counts what decoding base64 gives, broken or not', () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    fc.constantFrom('\r\n', '\n', ' ', '=', '==', '-', '_', '*', 'A', 'QQ', '\0', '\xe9'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const body = Buffer.from(pieces.join(''), 'latin1');
      expect(decodedSize(body, 'base64')).toBe(decodeTransfer(body, 'base64').length);
    }),
    { seed: 1, numRuns: 500 },
  );
});

it.each([
  ['boram@naver.com', 'en-US', ['ko']],
  ['hanako@mail.example.co.jp', 'ko-KR', ['ja']],
  ['wang@qq.com', 'en-US', ['zh-CN']],
  ['anyone@example.com', 'ko-KR', ['ko-KR']],
  ['anyone@notkr', 'de', ['de']],
])('takes the mail of %s on a computer that speaks %s to be in %j', (address, system, languages) => {
  const identities = [{ id: '1', name: '', address, replyTo: null, signature: '' }];
  expect(mailLanguages({ identities }, system)).toEqual(languages);
});
