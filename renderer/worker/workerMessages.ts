import { z } from 'zod';
import {
  AccountId,
  FolderPath,
  TextCharset,
  Uid,
  type MailErrorData,
  type Operation,
} from '../../preload/contract/index.ts';
import type { WorkerHostSource } from '../host/connectHost.ts';
import { FolderKeySchema } from './Peers.ts';
import type { WorkerApi, WorkerStatus } from './workerApi.ts';

const flags = z.array(z.string().min(1).max(255)).max(50);
const MessageChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('flags'), add: flags, remove: flags }),
  z.strictObject({ kind: z.literal('move'), destination: FolderPath }),
  z.strictObject({ kind: z.literal('copy'), destination: FolderPath }),
  z.strictObject({ kind: z.literal('delete') }),
]);
const OperationId = z.custom<Operation['opId']>((value) => typeof value === 'string' && value.length <= 64);

/** The arguments of each call, as the worker accepts them. */
export const workerCalls = {
  syncNow: z.tuple([AccountId.nullable()]),
  openFolder: z.tuple([FolderKeySchema]),
  ensureBody: z.tuple([FolderKeySchema, Uid]),
  chooseCharset: z.tuple([FolderKeySchema, Uid, TextCharset.nullable()]),
  change: z.tuple([FolderKeySchema, z.array(Uid).max(1_000_000), MessageChangeSchema]),
  undo: z.tuple([z.strictObject({ operationIds: z.array(OperationId).max(10_000) })]),
  resolveParked: z.tuple([z.array(z.number().int()).max(10_000), z.enum(['retry', 'discard'])]),
  rebuildCache: z.tuple([]),
} as const satisfies Record<keyof WorkerApi, z.ZodType>;

/** First message to the worker. */
export interface StartMessage {
  readonly type: 'start';
  readonly databaseName: string;
  readonly host: WorkerHostSource;
}

export const CallMessage = z.strictObject({
  type: z.literal('call'),
  id: z.number().int(),
  method: z.enum(Object.keys(workerCalls) as [keyof WorkerApi, ...(keyof WorkerApi)[]]),
  args: z.array(z.unknown()).max(5),
});
export type CallMessage = z.infer<typeof CallMessage>;

/** From the worker to the page. */
export type WorkerMessage =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: MailErrorData }
  | { readonly type: 'status'; readonly status: WorkerStatus };
