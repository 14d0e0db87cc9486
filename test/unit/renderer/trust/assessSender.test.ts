import { describe, expect, it } from 'vitest';
import type { Address } from '../../../../preload/contract/index.ts';
import { assessSender } from '../../../../renderer/domain/trust/assessSender.ts';

const trust = { ids: ['mx.own.test'], isBelowReceived: false };
const context = { trust, own: ['me@own.test'], known: ['teller@bigbank.test'] };

function assess(headers: string, from: readonly Address[], replyTo: readonly Address[] = []) {
  const fields = headers.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  });
  return assessSender({ headers: fields, from, replyTo }, context);
}
const one = (name: string, address: string): readonly Address[] => [{ name, address }];

describe('assessSender', () => {
  it.each([
    ['Kim <kim@a.test>', 'Kim', 'kim@a.test'],
    ['"kim@a.test" <kim@a.test>', 'kim@a.test', 'kim@a.test'],
    ['김민수 <kim@회사.한국>', '김민수', 'kim@회사.한국'],
    ['Иван <ivan@a.test>', 'Иван', 'ivan@a.test'],
    ['"Kim (Sales, Seoul)" <kim@a.test>', 'Kim (Sales, Seoul)', 'kim@a.test'],
    ['teller@bigbank.test', '', 'teller@bigbank.test'],
    ['"Sony ソニー" <a@a.test>', 'Sony ソニー', 'a@a.test'],
  ])('has nothing against %s', (field, name, address) =>
    expect(assess(`From: ${field}`, one(name, address))).toMatchObject({ verdict: 'unknown', reasons: [] }),
  );

  it.each([
    ['Boss <a@b.test>', 'boss@own.test', 'a@b.test', 'nameHoldsAddress'],
    ['x <a@b.test>', 'Раураl', 'a@b.test', 'trickyName'],
    ['x <a@bigbamk.test>', 'x', 'a@bigbamk.test', 'lookalikeDomain'],
    ['x <a@pаypal.com>', 'x', 'a@pаypal.com', 'trickyDomain'],
    ['<a@b.test> <c@d.test>', '', 'c@d.test', 'oddField'],
    ['a@b.test\rFrom: c@d.test', '', 'a@b.test', 'oddField'],
    ['', '', '', 'noAuthor'],
  ])('warns of %j as %j %s: %s', (field, name, address, code) => {
    const { isWarning, reasons } = assess(`From: ${field}`, one(name, address));
    expect(isWarning).toBe(true);
    expect(reasons.map((reason) => reason.code)).toContain(code);
  });

  it('says verified only for one author that the own server vouches for', () => {
    const passed = 'Authentication-Results: mx.own.test; dmarc=pass header.from=a.test';
    const verdict = (headers: string, from = one('', 'x@a.test')): string => assess(headers, from).verdict;
    expect(verdict(`${passed}\nFrom: x@a.test`)).toBe('verified');
    expect(verdict(`${passed}\nFrom: x@b.test`, one('', 'x@b.test'))).toBe('unknown');
    expect(verdict(`${passed}\nFrom: x@a.test\nFrom: y@a.test`)).toBe('suspicious');
    expect(verdict(`Received: by x\n${passed}\nFrom: x@a.test`)).toBe('unknown');
    expect(verdict(`${passed.replace('pass', 'fail')}\nFrom: x@a.test`)).toBe('failed');
    expect(verdict(`Authentication-Results: evil.test; dmarc=pass\nFrom: x@a.test`)).toBe('unknown');
  });

  it('notes an answer that goes elsewhere, without a warning, and not for lists', () => {
    const away = one('', 'x@elsewhere.test');
    const noted = assess('From: x@a.test', one('', 'x@a.test'), away);
    expect([noted.isWarning, noted.reasons]).toEqual([
      false,
      [{ code: 'replyElsewhere', address: 'x@elsewhere.test' }],
    ]);
    expect(assess('From: x@a.test\nList-Id: <l.a.test>', one('', 'x@a.test'), away).reasons).toEqual([]);
  });
});
