import { expect, it } from 'vitest';
import { reportGate, type CaseResult } from '../gate.ts';
import { normalExpectation, readCase, readCharsetCases } from './charsetCases.ts';

const families: readonly (readonly [string, RegExp])[] = [
  ['Korean', /^(euc-kr|cp949|johab|iso-2022-kr)/],
  ['Japanese', /^(iso-2022-jp|cp50221|jis7|shift_jis|cp932|euc-j)/],
  ['Chinese', /^(gb|hz|iso-2022-cn|euc-tw|big5)/],
  ['wrong labels', /^wrong\//],
];

it('reads legacy Korean, Japanese and Chinese', async () => {
  const results: (readonly [string, CaseResult])[] = [];
  for (const one of readCharsetCases()) {
    const want = normalExpectation(one.expected);
    const got = await readCase(one);
    const isRight = JSON.stringify(got) === JSON.stringify(want);
    const family = families.find(([, pattern]) => pattern.test(one.id))?.[0] ?? 'others';
    results.push([family, { id: one.id, isRight, want, got }]);
  }
  const tables = Object.fromEntries(
    families.map(([name]) => [
      name,
      results.filter(([family]) => family === name).map(([, result]) => result),
    ]),
  );
  expect(Object.values(tables).flat()).toHaveLength(results.length);
  expect(reportGate('charsets', tables).share).toBe(1);
});
