import { faultCases } from '../corpora.ts';
import { runScenarios } from '../scenario.ts';
import { fakeMailServerScenarios } from './fakeMailServer.ts';
import { injectionScenarios } from './injection.ts';
import { sendScenarios } from './sendFaults.ts';
import { tlsScenarios } from './tlsFaults.ts';
import { transcriptScenarios } from './transcripts.ts';

// Every scenario of ours runs, corpus or not; a case of the corpus nobody has written down here fails.
const known = [...tlsScenarios, ...sendScenarios];
const names = new Set(known.map(({ name }) => name));
const unwritten = faultCases('smtp')
  .filter((name) => !names.has(name))
  .map((name) => ({
    name,
    run: async () => ({ outcome: 'not written', broken: ['this suite does not play it'] }),
  }));

runScenarios('smtp', [
  ...injectionScenarios,
  ...known,
  ...unwritten,
  ...fakeMailServerScenarios,
  ...transcriptScenarios,
]);
