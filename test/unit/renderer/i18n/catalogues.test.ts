import { describe, expect, it } from 'vitest';
import { ErrorCode, MailError } from '../../../../preload/contract/index.ts';
import { createFormats } from '../../../../renderer/i18n/Formats.ts';
import { catalogues, chooseLanguage } from '../../../../renderer/i18n/Language.ts';

describe('error sentences', () => {
  it.each(['en', 'ko'] as const)('%s: every code says what happened and what to do', (language) => {
    const bad = ErrorCode.options.flatMap((code) => {
      const full = new MailError(code, 'detail', {
        host: 'mail.example.org',
        port: 993,
        subject: 'a@b.test',
      });
      const bare = new MailError(code, 'detail');
      return [full, bare].flatMap(({ data }) => {
        const { title, hint } = catalogues[language].errors[code](data);
        const isFine =
          title.length > 5 && hint.length > 5 && !/undefined|null| {2}|\[object/u.test(title + hint);
        return isFine ? [] : [`${code}: ${title} / ${hint}`];
      });
    });
    expect(bad).toEqual([]);
  });
});

describe('listDate', () => {
  const now = Date.UTC(2026, 10, 21, 3, 0);
  it.each([
    ['en', 'UTC', Date.UTC(2026, 10, 21, 1, 5), /^1:05\sAM$/u],
    ['en', 'UTC', Date.UTC(2026, 10, 20, 23, 59), /^Yesterday$/u],
    // (The word for morning differs between versions of ICU.) In Seoul it is noon: the same instant is today's morning.
    ['ko', 'Asia/Seoul', Date.UTC(2026, 10, 20, 23, 59), /8:59$/u],
    ['ko', 'UTC', Date.UTC(2026, 10, 18, 12, 0), /^수$/u],
    ['en', 'UTC', Date.UTC(2026, 2, 3, 12, 0), /^Mar 3$/u],
    ['en', 'UTC', Date.UTC(2024, 2, 3, 12, 0), /^3\/3\/24$/u],
    ['en', 'UTC', Date.UTC(2026, 10, 23, 12, 0), /^Nov 23$/u],
  ] as const)('%s %s %s', (language, zone, at, expected) =>
    expect(createFormats(language, zone).listDate(at, now)).toMatch(expected),
  );
});

describe('chooseLanguage', () => {
  it.each([
    ['ko', ['en-US'], 'ko'],
    ['system', ['fr-FR', 'ko-KR', 'en'], 'ko'],
    ['system', ['en-GB', 'ko'], 'en'],
    ['system', ['fr'], 'en'],
  ] as const)('%s with %j', (setting, system, expected) =>
    expect(chooseLanguage(setting, system)).toBe(expected),
  );
});
