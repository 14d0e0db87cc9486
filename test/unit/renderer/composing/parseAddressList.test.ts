import { describe, expect, it } from 'vitest';
import { parseAddressList } from '../../../../renderer/domain/composing/parseAddressList.ts';

const a = (address: string, name = '') => ({ name, address });

describe('parseAddressList', () => {
  it.each([
    ['', []],
    [' , ;; \n', []],
    ['a@b.kr', [a('a@b.kr')]],
    ['<a@b.kr>', [a('a@b.kr')]],
    ['"Kim, Minsu" <a@b.kr>, c@d.org', [a('a@b.kr', 'Kim, Minsu'), a('c@d.org')]],
    [
      '김민수 <minsu@naver.com>; 이영희<y@daum.net>',
      [a('minsu@naver.com', '김민수'), a('y@daum.net', '이영희')],
    ],
    ['"say \\"hi\\"" <a@b.kr>', [a('a@b.kr', 'say "hi"')]],
    ['a@b.kr c@d.org\te@f.net', [a('a@b.kr'), a('c@d.org'), a('e@f.net')]],
    ['Ann Lee <a@b.kr>\nBob <b@c.kr>\r\n', [a('a@b.kr', 'Ann Lee'), a('b@c.kr', 'Bob')]],
    ['a@b.kr，c@d.org；e@f.net、g@h.net', [a('a@b.kr'), a('c@d.org'), a('e@f.net'), a('g@h.net')]],
    ['Team: a@b.kr, "C, D" <c@d.org>; e@f.net', [a('a@b.kr'), a('c@d.org', 'C, D'), a('e@f.net')]],
    ['a@b.kr (Ann (the first) Lee)', [a('a@b.kr')]],
    ['a@b.kr (Ann Lee)', [a('a@b.kr', 'Ann Lee')]],
    ['mailto:a@b.kr', [a('a@b.kr')]],
    ['not an address', [a('not an address')]],
    ['Broken <a@b.kr', [a('a@b.kr', 'Broken')]],
    ['"open <a@b.kr>\nc@d.org', [a('a@b.kr', '"open'), a('c@d.org')]],
    ["'Ann' <a@b.kr>", [a('a@b.kr', 'Ann')]],
    ['"a b"@c.kr', [a('"a b"@c.kr')]],
  ])('%j', (text, expected) => {
    expect(parseAddressList(text)).toEqual(expected);
  });

  it('reads a hostile megabyte without hanging and cuts it', () => {
    expect(parseAddressList('<("'.repeat(400_000)).length).toBeLessThanOrEqual(1000);
    expect(parseAddressList('a@b.kr,'.repeat(5000))).toHaveLength(1000);
  });
});
