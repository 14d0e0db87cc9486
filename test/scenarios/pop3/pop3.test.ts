import { faultCases } from '../corpora.ts';
import { runScenarios } from '../scenario.ts';
import { fakeMailServerScenarios } from './fakeMailServer.ts';
import { injectionScenarios } from './injection.ts';
import { ownScenarios } from './ownCases.ts';
import { faultScenario, serverFaults } from './serverFaults.ts';
import { tlsScenarios } from './tlsFaults.ts';
import { transcriptScenarios } from './transcripts.ts';

// A case of the corpus nobody has written down here fails: it would look like one that passed.
const known = [
  ...Object.entries(serverFaults).map(([name, fault]) => faultScenario(name, fault)),
  ...tlsScenarios,
];
const faults = faultCases('pop3').map(
  (name) =>
    known.find((scenario) => scenario.name === name) ?? {
      name,
      run: async () => ({ outcome: 'not written', broken: ['this suite does not play it'] }),
    },
);

runScenarios('pop3', [
  ...injectionScenarios,
  ...faults,
  ...fakeMailServerScenarios,
  ...transcriptScenarios,
  ...ownScenarios,
]);
