/** What the fault port does to the host it is loaded into, handed over as JSON in `NARU_FAULT_PORT`. */
export interface FaultSpec {
  /** Only calls on files below this directory count. */
  readonly dataDir: string;
  /** Gets one line per step that was begun, for plans that name them; null for none. */
  readonly stepLog: string | null;
  /** Gets what `powerLoss` needs to know of the disk; outlives the host. */
  readonly diskLog: string;
  readonly fault: DiskFault | null;
  /** At the `at`-th step the clock jumps by `jumpMs`. */
  readonly clock: { readonly at: number; readonly jumpMs: number } | null;
  /** Timers of exactly these milliseconds run after the given ones instead. */
  readonly timers: Readonly<Record<number, number>>;
}

/** Steps are counted from 1: all of them, or those of one name (`store.journal write stored`). */
export interface StepPlace {
  readonly name: string | null;
  readonly at: number;
}

export type DiskFault =
  | {
      readonly kind: 'kill';
      readonly place: StepPlace;
      /** `torn`: half of a write reaches the file, then the process is gone; as `before` for other steps. */
      readonly moment: 'before' | 'torn' | 'after';
    }
  | {
      readonly kind: 'fail';
      readonly place: StepPlace;
      readonly code: 'EIO' | 'ENOSPC';
      /** So many steps in a row fail; then the disk is well again. A failed write may have left a part of its bytes. */
      readonly times: number;
      /** Only steps of these kinds fail (a full disk takes no bytes, but syncs and renames). */
      readonly only: readonly string[] | null;
    };

/** One thing that happened to the disk, in order. Paths are relative to the data directory. */
export type DiskEvent =
  | readonly ['create', path: string]
  /** Opened to be written; its size then. */
  | readonly ['open', path: string, sizeBytes: number]
  | readonly ['truncate', path: string, sizeBytes: number]
  | readonly ['sync', path: string, sizeBytes: number]
  | readonly ['rename', from: string, to: string, saved: string | null]
  | readonly ['remove', path: string, saved: string | null]
  | readonly ['syncDirectory', path: string];
