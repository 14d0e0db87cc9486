import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { configuration } from './layerRules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('every import goes in an allowed direction, without a cycle', async () => {
  const { forbidden, options } = configuration;
  const { output } = await cruise(['main', 'preload', 'renderer'], {
    ...options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden },
  });
  // `cruise` answers with an object unless a reporter is asked for.
  const { modules, summary } = output as ICruiseResult;
  expect(modules.length).toBeGreaterThan(50);
  expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
});
