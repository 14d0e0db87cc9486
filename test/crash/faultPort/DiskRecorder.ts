import fs from 'node:fs';
import { join } from 'node:path';
import type { DiskEvent } from './faultSpec.ts';

/** Writes down what the disk was asked, and keeps what a rename or removal takes away until the directory is synced. */
export class DiskRecorder {
  readonly #log: number;
  readonly #kept: string;
  #saved = 0;

  constructor(
    private readonly root: string,
    private readonly logPath: string,
  ) {
    this.#kept = `${logPath}.kept`;
    fs.mkdirSync(this.#kept, { recursive: true });
    this.#log = fs.openSync(logPath, 'a');
  }

  record(event: DiskEvent): void {
    fs.writeSync(this.#log, `${JSON.stringify(event)}\n`);
  }

  /** A second name for the file that is about to go; null when there is none. */
  save(path: string): string | null {
    this.#saved += 1;
    const name = join(this.#kept, `${process.pid}-${this.#saved}`);
    try {
      fs.linkSync(join(this.root, path), name);
      return name;
    } catch {
      return null; // nothing there, or a directory
    }
  }
}
