import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeededRandom } from '../../servers/seededRandom.ts';
import type { FaultSpec } from '../faultPort/faultSpec.ts';
import { HostProcess } from './HostProcess.ts';
import { forgetDisk, losePower } from './powerLoss.ts';

export interface Built {
  /** The shipped loopback shell. */
  readonly host: string;
  readonly faultPort: string;
}
export type HostFault = Partial<Pick<FaultSpec, 'fault' | 'clock' | 'timers'>>;

/** One data directory and the hosts that live on it, one after the other. */
export class World {
  readonly dataDir: string;
  readonly #diskLog: string;
  readonly #stepLog: string;

  constructor(
    private readonly built: Built,
    readonly directory: string,
    private readonly port: number,
  ) {
    mkdirSync(directory, { recursive: true });
    this.dataDir = join(directory, 'data');
    this.#diskLog = join(directory, 'disk.log');
    this.#stepLog = join(directory, 'steps.log');
  }

  start({ fault = null, clock = null, timers = {} }: HostFault = {}): HostProcess {
    const { host: script, faultPort } = this.built;
    const { dataDir, port } = this;
    const spec: FaultSpec = { dataDir, diskLog: this.#diskLog, stepLog: this.#stepLog, fault, clock, timers };
    return new HostProcess({ script, port, dataDir, faultPort: { script: faultPort, spec } });
  }

  /** Names of the disk steps since the last call, in order. */
  takeSteps(): string[] {
    if (!existsSync(this.#stepLog)) return [];
    const names = readFileSync(this.#stepLog, 'utf8')
      .split('\n')
      .filter((name) => name !== '');
    writeFileSync(this.#stepLog, '');
    return names;
  }

  losePower(random: SeededRandom): void {
    losePower(this.dataDir, this.#diskLog, random);
  }

  /** Everything written has reached the disk. */
  settleDisk(): void {
    forgetDisk(this.#diskLog);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
