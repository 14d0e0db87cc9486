import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What one scenario showed. */
export interface Finding {
  /** In few words what the client ended with: `collected 2`, `refused: tls.notOffered`. */
  readonly outcome: string;
  /** One sentence per broken expectation; none when the scenario passed. */
  readonly broken: readonly string[];
}

/** One thing a server may do to us, played on exact bytes by `test/servers`. */
export interface Scenario {
  /** Unique in its suite; a corpus's own name for its case. */
  readonly name: string;
  run(): Promise<Finding>;
}

/** A line of the table `npm run test:scenarios` prints. */
export interface ScenarioResult {
  readonly suite: string;
  readonly name: string;
  readonly outcome: string;
  readonly passed: boolean;
  /** What was broken, or empty. */
  readonly detail: string;
}

/**
 * Makes each scenario a test. Under `npm run test:scenarios` each result is also appended, as a line of JSON, to
 * `SUITE.jsonl` in the folder NARU_SCENARIO_RESULTS names.
 */
export function runScenarios(suite: string, scenarios: readonly Scenario[]): void {
  describe(suite, () => {
    it('names every scenario once', () => {
      const names = scenarios.map(({ name }) => name);
      expect(names).toEqual([...new Set(names)]);
    });
    it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
      '%s',
      async (_name, scenario) => {
        const finding = await scenario.run().catch((error: unknown): Finding => ({
          outcome: 'the scenario itself failed',
          broken: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
        }));
        note({
          suite,
          name: scenario.name,
          outcome: finding.outcome,
          passed: finding.broken.length === 0,
          detail: finding.broken.join('; '),
        });
        expect(finding.broken).toEqual([]);
      },
    );
  });
}

function note(result: ScenarioResult): void {
  const folder = process.env['NARU_SCENARIO_RESULTS'];
  if (folder === undefined) return;
  appendFileSync(join(folder, `${result.suite}.jsonl`), `${JSON.stringify(result)}\n`);
}
