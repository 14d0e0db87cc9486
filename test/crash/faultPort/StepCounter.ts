import fs from 'node:fs';
import type { FaultSpec } from './faultSpec.ts';
import { stepName } from './stepName.ts';

interface WriteParts {
  readonly bytes: Uint8Array;
  /** Writes about half of the bytes, at once. */
  readonly part: () => unknown;
}

/** Counts the calls that change the disk, and does at the planned one what was planned. */
export class StepCounter {
  count = 0;
  readonly #spec: FaultSpec;
  readonly #log: number | null;
  #matching = 0;
  #failuresLeft: number;

  constructor(spec: FaultSpec) {
    this.#spec = spec;
    this.#log = spec.stepLog === null ? null : fs.openSync(spec.stepLog, 'a');
    this.#failuresLeft = spec.fault?.kind === 'fail' ? spec.fault.times : 0;
  }

  async step<T>(path: string, call: string, run: () => Promise<T>, write?: WriteParts): Promise<T> {
    const name = stepName(path, call, write?.bytes);
    this.count += 1;
    if (this.#log !== null) fs.writeSync(this.#log, `${name}\n`);
    const { fault } = this.#spec;
    if (fault === null) return run();
    if (fault.place.name === null || fault.place.name === name) this.#matching += 1;
    if (fault.kind === 'fail') {
      const isDue = this.#matching >= fault.place.at && this.#failuresLeft > 0;
      if (!isDue || (fault.only !== null && !fault.only.includes(call))) return run();
      this.#failuresLeft -= 1;
      // A write that fails may have written something, a sync may have synced.
      if (this.#failuresLeft % 2 === 0) write?.part();
      throw Object.assign(new Error(`${fault.code}: by the fault port, ${name}`), { code: fault.code });
    }
    const isHere =
      this.#matching === fault.place.at && (fault.place.name === null || fault.place.name === name);
    if (!isHere) return run();
    if (fault.moment === 'torn') write?.part();
    if (fault.moment !== 'after') end();
    const result = await run();
    end();
    return result;
  }
}

/** kill -9 of ourselves: no handler runs, nothing is flushed. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
