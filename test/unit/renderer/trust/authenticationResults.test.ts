import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeResults,
  ownResults,
  parseAuthenticationResults,
} from '../../../../renderer/domain/trust/authenticationResults.ts';

const read = (value: string): string => {
  const parsed = parseAuthenticationResults(value);
  return parsed === null
    ? 'void'
    : `${parsed.authservId}: ${parsed.results.map(({ method, result, properties }) => [`${method}=${result}`, ...[...properties].map((pair) => pair.join('='))].join(' ')).join('; ')}`;
};

describe('parseAuthenticationResults', () => {
  it.each([
    ['a.test; none', 'a.test: '],
    ['a.test 1; none', 'a.test: '],
    ['a.test 2; none', 'void'],
    ['a.test', 'void'],
    ['; dkim=pass', 'void'],
    ['dkim=pass header.d=a.test', 'void'],
    ['a/b; dkim=pass', 'void'],
    ['"a.test"; spf=pass', 'a.test: spf=pass'],
    ['A.TEST; SPF=Pass', 'a.test: spf=pass'],
    ['a.test; spf=pass smtp.mailfrom=b.test;', 'a.test: spf=pass smtp.mailfrom=b.test'],
    ['a.test (x; dkim=pass (y)); dkim=fail', 'a.test: dkim=fail'],
    ['a.test; spf=pass smtp.mailfrom="x; dmarc=pass"', 'a.test: spf=pass smtp.mailfrom=x; dmarc=pass'],
    ['a.test; dkim=pass (open', 'void'],
    ['a.test; dkim="open', 'void'],
    [
      'a.test; dkim=pass header.b=ab/c+d== header.d=b.test',
      'a.test: dkim=pass header.b=ab/c+d== header.d=b.test',
    ],
    [
      'a.test (c) 1 (d); dkim (x) / 1 (y) = (z) fail policy (.) . (x) expired (y) = (z) 136',
      'a.test: dkim=fail policy.expired=136',
    ],
    [
      'a.test; dkim=pass reason="good; d" header.i=@b.test',
      'a.test: dkim=pass reason=good; d header.i=@b.test',
    ],
    [
      'a.test; dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=b.test',
      'a.test: dmarc=pass header.from=b.test',
    ],
    ['a.test; dkim', 'void'],
    [`a.test; dkim=pass ${'('.repeat(15_000)}`, 'void'],
  ])('%j', (value, expected) => expect(read(value)).toBe(expected));

  it('never fails and never takes what is quoted or commented for a result', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const quoted = JSON.stringify(text.replaceAll(/[^ -~]/gu, ''));
        const parsed = parseAuthenticationResults(`a.test; spf=pass smtp.helo=${quoted}`);
        expect(parsed?.results.map(({ method }) => method)).toEqual(['spf']);
        parseAuthenticationResults(text);
      }),
    );
  });
});

describe('judgeResults', () => {
  it.each([
    ['dmarc=pass header.from=b.test', 'pass'],
    ['dmarc=pass header.from=c.test', 'none'],
    ['dmarc=fail header.from=b.test; dkim=pass header.d=b.test', 'fail'],
    ['dmarc=none; dkim=pass header.d=b.test', 'pass'],
    ['dkim=pass header.i=@mail.b.test', 'pass'],
    ['dkim=pass header.d=test', 'none'],
    ['dkim=pass header.d=c.test', 'none'],
    ['dkim=pass', 'none'],
    ['spf=pass smtp.mailfrom=b.test', 'none'],
    ['dkim=fail header.d=b.test', 'none'],
  ])('%s: %s', (results, verdict) =>
    expect(judgeResults(parseAuthenticationResults(`a.test; ${results}`), 'b.test')).toBe(verdict),
  );
});

describe('ownResults', () => {
  const field = (value: string) => ({ name: 'Authentication-Results', value });
  it('takes the topmost of the own server, above Received', () => {
    const headers = [field('x.test; dkim=pass'), field('own.test; spf=fail'), field('own.test; spf=pass')];
    const trust = { ids: ['own.test'], isBelowReceived: false };
    expect(ownResults(headers, trust)?.results[0]?.result).toBe('fail');
    expect(ownResults([{ name: 'Received', value: '' }, ...headers], trust)).toBeNull();
    expect(
      ownResults([{ name: 'Received', value: '' }, ...headers], { ...trust, isBelowReceived: true }),
    ).not.toBeNull();
    expect(ownResults([field('mx1.own.test; spf=pass')], { ...trust, ids: ['.own.test'] })).not.toBeNull();
    expect(ownResults([field('mx1own.test; spf=pass')], { ...trust, ids: ['.own.test'] })).toBeNull();
  });
});
