import { expect, it } from 'vitest';
import { readRows, reportGate } from '../gate.ts';
import { arhCases } from './arh.ts';
import { flankerCases } from './flanker.ts';
import { runJsmime, type JsmimeRow } from './jsmime.ts';

const rows = readRows<JsmimeRow>('jsmime-headers/vectors.json');

it.skipIf(rows.length === 0)('reads and writes header fields and addresses as others do', async () => {
  const tables = {
    'jsmime-headers': rows.map(runJsmime),
    'flanker-addresses': flankerCases(),
    'dkim-verifier-arh': await arhCases(),
  };
  reportGate('headers', tables);
  for (const [name, cases] of Object.entries(tables)) {
    expect(cases.length, name).toBeGreaterThan(0);
    const right = cases.filter(({ isRight }) => isRight).length;
    expect(right / cases.length, name).toBeGreaterThanOrEqual(0.98);
  }
});
