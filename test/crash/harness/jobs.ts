import type { Break } from './Break.ts';

export const operationNames = [
  'receive: delete on server',
  'receive: keep always',
  'receive: keep N days',
  'receive: until deleted here',
  'send, file in Sent, take back',
  'save drafts',
  'change local mail',
  'arrange local folders',
  'compact the store',
  'push IMAP changes',
  'push IMAP changes, no MOVE',
  'sync IMAP',
  'add and change accounts',
] as const;
export type OperationName = (typeof operationNames)[number];

/** The first five end in kill -9; the others leave the host alive, or kill it at rest. */
export const faultNames = [
  'kill at disk step',
  'kill at line',
  'kill at random',
  'kill while starting',
  'power cut',
  'connection cut',
  'connection delayed',
  'connection garbled',
  'EIO',
  'ENOSPC',
  'clock jumps a day',
] as const;
export type FaultName = (typeof faultNames)[number];

export const isKill = (fault: FaultName): boolean => faultNames.indexOf(fault) < 5;

/** Runs of one operation under one kind of fault, in one world. */
export interface Job {
  readonly operation: OperationName;
  readonly fault: FaultName;
  readonly runs: number;
  readonly seed: number;
  /** Of the operation: a larger one for a schedule that asks for it. */
  readonly size: number | null;
  /** Disk steps seen before, with the most of one name in one run, and how often each was the place of a kill. */
  readonly steps: Readonly<Record<string, { readonly most: number; readonly kills: number }>>;
}

export interface JobResult {
  readonly operation: OperationName;
  readonly fault: FaultName;
  readonly runs: number;
  /** Runs that ended in kill -9. */
  readonly kills: number;
  readonly breaks: readonly Break[];
  /** By step name: the most seen in one run, and kills at it. */
  readonly steps: Readonly<Record<string, { readonly most: number; readonly kills: number }>>;
}
