import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDomain } from '../../../../renderer/domain/trust/domainName.ts';
import { lookalikeOf } from '../../../../renderer/domain/trust/lookalike.ts';
import { decodePunycode } from '../../../../renderer/domain/trust/punycode.ts';
import { registrableDomain } from '../../../../renderer/domain/trust/registrableDomain.ts';

describe('readDomain', () => {
  it.each([
    ['example.com', 'example.com', []],
    ['EXAMPLE.com', 'example.com', []],
    ['müller.de', 'müller.de', []],
    ['한글.kr', '한글.kr', []],
    ['日本語テスト.jp', '日本語テスト.jp', []],
    ['네이버nav.kr', '네이버nav.kr', []],
    ['правда.com', 'правда.com', []],
    ['сор.рф', 'сор.рф', []],
    ['xn--3e0b707e', '한국', []],
    ['pаypal.com', 'xn--pypal-4ve.com', ['mixedScripts']],
    ['сос.com', 'xn--n1afb.com', ['wholeScriptLookalike']],
    ['xn--n1afb.com', 'xn--n1afb.com', ['wholeScriptLookalike']],
    ['a\u200bb.com', 'ab.com', ['impossibleCharacters']],
    ['xn--999999999', 'xn--999999999', ['badPunycode']],
    ['xn--abc-', 'xn--abc-', ['badPunycode']],
  ])('%s is shown as %s', (domain, shown, tricks) => {
    const reading = readDomain(domain);
    expect([reading.shown, reading.tricks]).toEqual([shown, tricks]);
  });

  it('shows only ASCII of what is suspicious', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (domain) => {
        const { shown, tricks } = readDomain(domain);
        if (tricks.length > 0) expect(shown).toMatch(/^[\x20-\x7e]*$/u);
      }),
    );
  });
});

it('Punycode decodes what the URL parser encodes (RFC 3492)', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z가-힣а-яα-ω一-龥]{1,15}$/u), (label) => {
      const { hostname } = new URL(`http://${label}/`);
      if (!hostname.startsWith('xn--')) return;
      expect(decodePunycode(hostname.slice(4))).toBe(label.replaceAll('ς', 'ς'));
    }),
  );
});

it.each([
  ['a.b.example.co.kr', 'example.co.kr'],
  ['www.example.com', 'example.com'],
  ['co.kr', 'co.kr'],
  ['evil.github.io', 'evil.github.io'],
  ['192.0.2.1', '192.0.2.1'],
  ['example.com.', 'example.com'],
])('registrable part of %s', (host, expected) => expect(registrableDomain(host)).toBe(expected));

describe('lookalikeOf', () => {
  const known = ['bigbank.test', 'mail.naver.com', 'kim.kr'];
  it.each([
    ['b1gbank.test', 'bigbank.test'],
    ['bigbarnk.test', 'bigbank.test'],
    ['bigbnak.test', 'bigbank.test'],
    ['bіgbank.test', 'bigbank.test'],
    ['nauer.com', 'naver.com'],
    ['navеr.com', 'naver.com'],
    ['login.bigbank.test', null],
    ['bigbank.test', null],
    ['kin.kr', null],
    ['naver.org', null],
    ['example.org', null],
  ])('%s: %s', (domain, expected) => expect(lookalikeOf(readDomain(domain), known)).toBe(expected));
});
