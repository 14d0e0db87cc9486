import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessLink } from '../../../../renderer/domain/trust/assessLink.ts';
import { unsubscribeOptions } from '../../../../renderer/domain/trust/unsubscribeOptions.ts';

describe('assessLink', () => {
  it.each([
    ['Read more', 'https://news.test/1', 'news.test'],
    ['news.test', 'https://www.news.test/', 'www.news.test'],
    ['https://a.news.test/x', 'https://b.news.test/y', 'b.news.test'],
    ['v2.0.1', 'https://dl.test/', 'dl.test'],
    ['report.pdf', 'https://dl.test/', 'dl.test'],
    ['README.md', 'https://dl.test/', 'dl.test'],
    ['Node.js and e.g. others, U.S.', 'https://dl.test/', 'dl.test'],
    ['14.30', 'https://dl.test/', 'dl.test'],
    ['me@bank.test', 'mailto:me@bank.test', 'bank.test'],
    ['192.168.0.1', 'http://192.168.0.1/', '192.168.0.1'],
    ['한국.kr', 'https://xn--3e0b707e.kr/', '한국.kr'],
    ['top', '#top', null],
    ['see', '/x', null],
  ])('has nothing against %j to %s', (text, href, host) => {
    const { shownHost, warnings } = assessLink(text, href);
    expect([shownHost, warnings]).toEqual([host, []]);
  });

  it.each([
    ['https://bank.test', 'https://evil.test/', 'evil.test', 'textNamesAnother'],
    ['go to www.bank.test now', 'https://evil.test/', 'evil.test', 'textNamesAnother'],
    ['bank．test', 'https://evil.test/', 'evil.test', 'textNamesAnother'],
    ['me@bank.test', 'mailto:me@evil.test', 'evil.test', 'textNamesAnother'],
    ['click', 'https://bank.test@evil.test/', 'evil.test', 'userInfo'],
    ['click', 'https://bank.test%2f@evil.test/', 'evil.test', 'userInfo'],
    ['click', 'http://0300.0.2.1/', '192.0.2.1', 'ipAddress'],
    ['click', 'http://3221225985/', '192.0.2.1', 'ipAddress'],
    ['click', 'http://[::1]/', '[::1]', 'ipAddress'],
    ['click', 'https://pаypal.com/', 'xn--pypal-4ve.com', 'trickyDomain'],
    ['click', 'https://bigbamk.test/', 'bigbamk.test', 'lookalikeDomain'],
    ['click', 'JaVa\tScript:alert(1)', null, 'notOpened'],
    ['click', 'file:///etc/passwd', null, 'notOpened'],
    ['click', 'vbscript:x', null, 'notOpened'],
    ['click', ' data:text/html,x', null, 'notOpened'],
  ])('warns of %j to %s', (text, href, host, code) => {
    const { shownHost, warnings } = assessLink(text, href, ['bigbank.test']);
    expect([shownHost, warnings.map((warning) => warning.code)]).toEqual([host, [code]]);
  });

  it('says where a redirecting address goes on to', () =>
    expect(assessLink('x', 'https://r.test/?u=https%3A%2F%2Fother.test%2Fa').leadsTo).toBe('other.test'));

  it('opens nothing but web, mail and telephone, whatever it is given', () => {
    const scheme = fc.constantFrom('https:', 'javascript:', 'data:', 'file:', '//', 'mailto:', 'tel:', '');
    fc.assert(
      fc.property(fc.string(), scheme, fc.string({ unit: 'binary' }), (text, head, tail) => {
        const { target } = assessLink(text, head + tail);
        if (target !== null) expect(target).toMatch(/^(https?|mailto|tel):/u);
      }),
    );
  });
});

describe('unsubscribeOptions', () => {
  const ways = (unsubscribe: string, post = ''): string =>
    unsubscribeOptions([
      { name: 'List-Unsubscribe', value: unsubscribe },
      ...(post === '' ? [] : [{ name: 'list-unsubscribe-post', value: post }]),
    ])
      .map(({ method, url }) => `${method} ${url}`)
      .join(', ');
  it.each([
    ['<https://l.test/u>', 'List-Unsubscribe=One-Click', 'oneClick https://l.test/u, web https://l.test/u'],
    ['<https://l.test/u>', '', 'web https://l.test/u'],
    ['<http://l.test/u>', 'List-Unsubscribe=One-Click', 'web http://l.test/u'],
    ['<https://l.test/u>', 'One-Click', 'web https://l.test/u'],
    [
      '<mailto:u@l.test?subject=off>, <https://l.test/u>',
      '',
      'mail mailto:u@l.test?subject=off, web https://l.test/u',
    ],
    ['(say <https://no.test/>) <mailto:u@l.test>', '', 'mail mailto:u@l.test'],
    ['<javascript:alert(1)>, <ftp://l.test>, <x', '', ''],
    ['', '', ''],
  ])('%s %s', (unsubscribe, post, expected) => expect(ways(unsubscribe, post)).toBe(expected));
});
