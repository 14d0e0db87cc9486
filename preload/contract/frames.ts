import { z } from 'zod';
import { MailErrorData } from './errors.ts';

/** Unique among the calls of one transport. */
const id = z.string().min(1).max(64);

/** From the renderer to the host. */
export const ClientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call'),
    id,
    method: z.string().max(100),
    params: z.unknown(),
    deadlineMs: z
      .number()
      .int()
      .min(1)
      .max(24 * 3_600_000),
  }),
  z.strictObject({ type: z.literal('cancel'), id }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** From the host to the renderer. Every call gets exactly one `result` or `error`. */
export const HostFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('result'), id, result: z.unknown() }),
  z.strictObject({ type: z.literal('error'), id, error: MailErrorData }),
  z.strictObject({ type: z.literal('event'), event: z.string().max(100), data: z.unknown() }),
]);
export type HostFrame = z.infer<typeof HostFrame>;

/** Frames larger than this are refused by every transport: a message of 50 MB and its text fit. */
export const MAX_FRAME_BYTES = 128 * 1024 * 1024;

/**
 * Two ends of a wire that carries whole frames in order. A transport may close; what was sent and not
 * answered by then is lost, and the client says so to each caller.
 */
export interface Transport<Out, In> {
  send(frame: Out): void;
  onFrame(listener: (frame: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Frames as they arrive are `unknown`: each end validates. */
export type ClientTransport = Transport<ClientFrame, unknown>;
export type HostTransport = Transport<HostFrame, unknown>;
