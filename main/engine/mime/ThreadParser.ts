import { Worker } from 'node:worker_threads';
import { MailError, type MessageBody, type PartId, type Uid } from '../../../preload/contract/index.ts';
import type { MessageParser } from '../ports.ts';
import type { ReadingChoice } from './mimeReading.ts';
import type { ParseAnswer, ParseJob } from './parseJob.ts';
import type { ParseChoice } from './parseMessage.ts';
import type { SourceSummary } from './summarizeSource.ts';

/**
 * A large message is handed over, not copied, where it has its memory to itself: its reader is done with it (the port
 * says so). Summaries are made of bytes that somebody still holds, and a group may have to be tried one by one.
 */
function ownBuffer(job: ParseJob): ArrayBuffer[] {
  if (job.kind === 'summary' || job.kind === 'messages') return [];
  const { source } = job;
  const { buffer, byteOffset, byteLength } = source;
  const isAlone = byteOffset === 0 && byteLength === buffer.byteLength && byteLength >= MIN_HANDED_OVER;
  return isAlone && buffer instanceof ArrayBuffer ? [buffer] : [];
}

interface Waiting {
  readonly job: ParseJob;
  readonly signal: AbortSignal | undefined;
  resolve(answer: ParseAnswer): void;
  reject(error: MailError): void;
}

/** A message that keeps a thread busy longer than this is given up: it costs an error, not the app. */
const JOB_TIMEOUT_MS = 60_000;
const MIN_HANDED_OVER = 65_536;

/**
 * Parses in threads, so that a hostile message can take neither the event loop nor its memory down: each thread
 * has a bounded heap, and one that hangs or dies is replaced while its message is answered with an error.
 */
export class ThreadParser implements MessageParser {
  readonly #queue: Waiting[] = [];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  constructor(
    private readonly script: URL,
    private readonly threads = 2,
    private readonly timeoutMs = JOB_TIMEOUT_MS,
  ) {}

  async parse(
    source: Uint8Array,
    uid: Uid,
    signal?: AbortSignal,
    choice: ParseChoice = {},
  ): Promise<MessageBody> {
    // A thread answers each kind of job with its own kind of answer (runParseJob).
    return (await this.#run({ kind: 'message', source, uid, choice }, signal)) as MessageBody;
  }

  async parseAll(
    messages: readonly { readonly source: Uint8Array; readonly uid: Uid }[],
    signal?: AbortSignal,
    choice: ParseChoice = {},
  ): Promise<MessageBody[]> {
    return (await this.#run({ kind: 'messages', messages, choice }, signal)) as MessageBody[];
  }

  async part(
    source: Uint8Array,
    partId: PartId,
    signal?: AbortSignal,
  ): Promise<{ name: string; type: string; bytes: Uint8Array } | null> {
    return (await this.#run({ kind: 'part', source, partId }, signal)) as Awaited<
      ReturnType<MessageParser['part']>
    >;
  }

  async summarize(
    source: Uint8Array,
    signal?: AbortSignal,
    choice: ReadingChoice = {},
  ): Promise<SourceSummary> {
    return (await this.#run({ kind: 'summary', source, choice }, signal)) as SourceSummary;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#queue.splice(0)) waiting.reject(new MailError('cancelled', 'closing'));
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #run(job: ParseJob, signal: AbortSignal | undefined): Promise<ParseAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return reject(new MailError('cancelled', 'closing'));
      this.#queue.push({ job, signal, resolve, reject });
      this.#next();
    });
  }

  #next(): void {
    const waiting = this.#queue[0];
    if (waiting === undefined) return;
    if (waiting.signal?.aborted === true) {
      this.#queue.shift();
      waiting.reject(new MailError('cancelled', 'cancelled'));
      this.#next();
      return;
    }
    const worker = this.#idle.pop() ?? (this.#all.size < this.threads ? this.#start() : undefined);
    if (worker === undefined) return;
    this.#queue.shift();
    this.#give(worker, waiting);
  }

  #start(): Worker {
    const worker = new Worker(this.script, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    this.#all.add(worker);
    worker.unref();
    return worker;
  }

  #give(worker: Worker, waiting: Waiting): void {
    worker.ref();
    const finish = (reusable: boolean): void => {
      clearTimeout(timer);
      // Not removeAllListeners: the thread's own plumbing listens too.
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      worker.unref();
      if (reusable) this.#idle.push(worker);
      else {
        this.#all.delete(worker);
        worker.on('error', () => undefined /* its job has been answered already */);
        worker.terminate().catch(() => undefined /* it is gone either way */);
      }
      this.#next();
    };
    const fail = (reason: string): void => {
      finish(false);
      waiting.reject(
        new MailError('protocol.garbage', `the message could not be read: ${reason}`, { scope: 'message' }),
      );
    };
    const onMessage = (reply: { answer: ParseAnswer } | { error: string }): void => {
      finish(true);
      if ('answer' in reply) waiting.resolve(reply.answer);
      else waiting.reject(new MailError('protocol.garbage', reply.error, { scope: 'message' }));
    };
    const onError = (error: Error): void => fail(error.message);
    const onExit = (): void => fail('its thread ended');
    const timer = setTimeout(() => fail('it takes too long'), this.timeoutMs);
    worker.once('message', onMessage).once('error', onError).once('exit', onExit);
    worker.postMessage(waiting.job, ownBuffer(waiting.job));
  }
}
