import { runScenarios } from '../scenario.ts';
import { injectionScenarios } from './injection.ts';

runScenarios('pop3', injectionScenarios);
