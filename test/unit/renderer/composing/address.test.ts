import { describe, expect, it } from 'vitest';
import { formatAddress, isMailAddress } from '../../../../renderer/domain/composing/address.ts';
import { parseAddressList } from '../../../../renderer/domain/composing/parseAddressList.ts';

describe('isMailAddress', () => {
  it.each([
    ['a@b.kr', true],
    ['first.last+tag@sub.example.org', true],
    ['홍길동@도메인.한국', true],
    ['"a b"@c.kr', true],
    ['root@localhost', true],
    ['a@[192.0.2.1]', true],
    ['a@xn--bcher-kva.example', true],
    ['', false],
    ['a', false],
    ['a@b', false],
    ['@b.kr', false],
    ['a@', false],
    ['a@b..kr', false],
    ['.a@b.kr', false],
    ['a..b@c.kr', false],
    ['a b@c.kr', false],
    ['a@b c.kr', false],
    ['a@-b.kr', false],
    ['a@192.0.2.1', false],
    ['a@b.kr\r\nBcc: x@y.kr', false],
    [`${'a'.repeat(65)}@b.kr`, false],
    [`a@${'b'.repeat(260)}.kr`, false],
  ])('%j is %s', (text, expected) => {
    expect(isMailAddress(text)).toBe(expected);
  });
});

describe('formatAddress', () => {
  it.each([
    [{ name: '', address: 'a@b.kr' }, 'a@b.kr'],
    [{ name: '김민수', address: 'a@b.kr' }, '김민수 <a@b.kr>'],
    [{ name: 'Kim, Minsu', address: 'a@b.kr' }, '"Kim, Minsu" <a@b.kr>'],
    [{ name: 'say "hi" \\', address: 'a@b.kr' }, '"say \\"hi\\" \\\\" <a@b.kr>'],
  ])('%j', (address, expected) => {
    expect(formatAddress(address)).toBe(expected);
    expect(parseAddressList(formatAddress(address))).toEqual([address]);
  });
});
