import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync('renderer/ui/tokens.css', 'utf8');
const tokens = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/gu)].map(
    ([, name, light, dark]) => [name ?? '', { light: light ?? '', dark: dark ?? '' }],
  ),
);

/** Text on ground, as the components combine them; all are normal-sized text: 4.5 : 1. */
const textPairs = [
  ...[
    'shore',
    'shore-hover',
    'shore-selected',
    'sheet',
    'sheet-hover',
    'sheet-selected',
    'raised',
    'field',
  ].flatMap(
    (ground) =>
      [
        ['ink', ground],
        ['ink-soft', ground],
      ] as const,
  ),
  ...['sheet', 'raised', 'field', 'shore'].map((ground) => ['ink-faint', ground] as const),
  ...['sheet', 'shore', 'shore-selected', 'raised', 'accent-soft', 'sheet-selected'].map(
    (ground) => ['accent', ground] as const,
  ),
  ...['accent', 'accent-hover', 'accent-pressed'].map((ground) => ['on-accent', ground] as const),
  ['on-danger', 'danger'],
  ...['danger', 'warning', 'success'].flatMap(
    (role) =>
      [
        [role, `${role}-soft`],
        [role, 'sheet'],
        [role, 'shore'],
      ] as const,
  ),
  ['ink-soft', 'sheet-selected-quiet'],
  ['ink', 'sheet-selected-quiet'],
  ['ink', 'accent-soft'],
] as const;

/** Lines and marks that carry meaning: 3 : 1 (WCAG 1.4.11). */
const shapePairs = [
  ['line-strong', 'field'],
  ['focus', 'sheet'],
  ['focus', 'shore'],
  ['star', 'sheet'],
  ['accent', 'sheet-selected'],
] as const;

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function tooWeak(pairs: readonly (readonly [string, string])[], least: number): string[] {
  return pairs.flatMap(([front, ground]) =>
    (['light', 'dark'] as const).flatMap((theme) => {
      const [f, g] = [tokens.get(front)?.[theme], tokens.get(ground)?.[theme]];
      if (f === undefined || g === undefined) return [`${front} on ${ground}: no such token`];
      const ratio = contrast(f, g);
      return ratio < least ? [`${theme}: ${front} on ${ground} is ${ratio.toFixed(2)}`] : [];
    }),
  );
}

describe('colour tokens', () => {
  it('knows a hex value for every role in both themes', () => expect(tokens.size).toBeGreaterThan(28));
  it('gives text the contrast of WCAG AA', () => expect(tooWeak(textPairs, 4.5)).toEqual([]));
  it('gives meaningful shapes 3 : 1', () => expect(tooWeak(shapePairs, 3)).toEqual([]));
});
