import {
  ClientFrame,
  MailError,
  MailErrorData,
  isMethodName,
  methods,
  toErrorData,
  type HostFrame,
  type HostTransport,
} from '../../preload/contract/index.ts';
import type { Clock, Engine, Handler, Logger } from '../engine/ports.ts';

export interface HostServerOptions {
  readonly engine: Pick<Engine, 'handlers' | 'onEvent'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Check each result against its schema before it leaves: for tests and development, since it costs time. */
  readonly validateResults?: boolean;
  /** Calls of one transport whose handlers have not settled yet; further ones are refused. */
  readonly maxCallsPerTransport?: number;
}

type CallFrame = Extract<ClientFrame, { type: 'call' }>;

/** One attached transport. */
interface Session {
  readonly transport: HostTransport;
  /** Calls that have not been answered yet. */
  readonly calls: Map<string, Call>;
  /** Handlers that have not settled yet, answered (cancelled) calls included. */
  runningHandlers: number;
}

interface Call {
  readonly method: string;
  readonly controller: AbortController;
  readonly cancelTimer: () => void;
}

const SCOPE = 'rpc';
const DEFAULT_MAX_CALLS = 256;

/**
 * Serves one engine to any number of transports. Every call is answered exactly once: with its result, or with an
 * error frame when it is refused, fails, is cancelled or passes its deadline; only a closed transport stays without
 * an answer. Nothing a client sends makes this throw.
 */
export class HostServer {
  readonly #options: HostServerOptions;
  readonly #sessions = new Set<Session>();
  readonly #stopEvents: () => void;

  constructor(options: HostServerOptions) {
    this.#options = options;
    this.#stopEvents = options.engine.onEvent((event, data) => {
      for (const session of this.#sessions) this.#send(session, { type: 'event', event, data });
    });
  }

  /** Serves this transport until it closes. */
  attach(transport: HostTransport): void {
    const session: Session = { transport, calls: new Map(), runningHandlers: 0 };
    this.#sessions.add(session);
    transport.onClose(() => {
      this.#sessions.delete(session);
      for (const call of session.calls.values()) {
        call.cancelTimer();
        call.controller.abort(new MailError('disconnected', 'the client is gone'));
      }
      session.calls.clear();
    });
    transport.onFrame((raw) => this.#receive(session, raw));
  }

  /** Closes every transport, which aborts their calls. */
  close(): void {
    this.#stopEvents();
    for (const { transport } of [...this.#sessions]) transport.close();
  }

  #receive(session: Session, raw: unknown): void {
    const frame = ClientFrame.safeParse(raw);
    if (!frame.success) {
      this.#options.logger.log('warn', SCOPE, 'malformed frame', { reason: describeIssues(frame.error) });
      const id = readCallId(raw);
      if (id !== null) this.#refuse(session, id, new MailError('invalidRequest', 'malformed call'));
      return;
    }
    if (frame.data.type === 'call') return this.#call(session, frame.data);
    this.#abandon(session, frame.data.id, new MailError('cancelled', 'cancelled by the caller'));
  }

  #call(session: Session, frame: CallFrame): void {
    const { id, method } = frame;
    if (session.calls.has(id))
      return this.#refuse(session, id, new MailError('invalidRequest', 'a call of this id is under way'));
    if (session.runningHandlers >= (this.#options.maxCallsPerTransport ?? DEFAULT_MAX_CALLS))
      return this.#refuse(
        session,
        id,
        new MailError('invalidRequest', 'too many calls at once', { retry: 'later' }),
      );
    if (!isMethodName(method))
      return this.#refuse(session, id, new MailError('unknownMethod', 'there is no such method'));
    const params = methods[method].params.safeParse(frame.params);
    if (!params.success) {
      const reason = `${method}: ${describeIssues(params.error)}`;
      return this.#refuse(session, id, new MailError('invalidRequest', reason));
    }
    // The params were parsed by this very method's schema, which the union of all handlers cannot express.
    const handler = this.#options.engine.handlers[method] as Handler<typeof method> as (
      params: unknown,
      context: { readonly signal: AbortSignal },
    ) => Promise<unknown>;
    const call: Call = {
      method,
      controller: new AbortController(),
      cancelTimer: this.#options.clock.setTimer(frame.deadlineMs, () =>
        this.#abandon(session, id, new MailError('deadlineExceeded', `${method} took too long`)),
      ),
    };
    session.calls.set(id, call);
    session.runningHandlers += 1;
    // Inside a promise, so that a handler that throws at once is a failed call too.
    Promise.resolve()
      .then(() => handler(params.data, { signal: call.controller.signal }))
      .then((result) => this.#checkResult(method, result))
      .then(
        (result) => this.#finish(session, id, call, () => ({ type: 'result', id, result })),
        (error: unknown) => this.#finish(session, id, call, () => this.#errorFrame(id, error, method)),
      )
      .catch((error: unknown) =>
        // #finish answers every failure itself; this is the sink for a defect in it.
        this.#options.logger.log('error', SCOPE, 'could not answer', { method, error: describe(error) }),
      );
  }

  #checkResult(method: keyof typeof methods, result: unknown): unknown {
    if (this.#options.validateResults !== true) return result;
    const parsed = methods[method].result.safeParse(result);
    if (parsed.success) return result;
    throw new Error(`${method} answered what its schema forbids: ${describeIssues(parsed.error)}`);
  }

  #finish(session: Session, id: string, call: Call, frame: () => HostFrame): void {
    session.runningHandlers -= 1;
    // Answered already (cancelled, deadline, transport closed); the id may even be in use again.
    if (session.calls.get(id) !== call) return;
    session.calls.delete(id);
    call.cancelTimer();
    this.#send(session, frame());
  }

  /** Answers a call before its handler has settled, and tells the handler to stop. */
  #abandon(session: Session, id: string, error: MailError): void {
    const call = session.calls.get(id);
    if (call === undefined) return;
    session.calls.delete(id);
    call.cancelTimer();
    call.controller.abort(error);
    this.#refuse(session, id, error);
  }

  #refuse(session: Session, id: string, error: MailError): void {
    this.#send(session, { type: 'error', id, error: error.data });
  }

  #errorFrame(id: string, error: unknown, method: string): HostFrame {
    const data = toErrorData(error);
    const valid = MailErrorData.safeParse(data).success;
    if (data.code === 'unexpected' || !valid)
      this.#options.logger.log('error', SCOPE, 'call failed unexpectedly', {
        method,
        error: describe(error),
      });
    // A client drops an error frame that its schema refuses, and the call would hang until its deadline.
    if (!valid) return { type: 'error', id, error: toErrorData(new Error('malformed error')) };
    const message = data.code === 'unexpected' ? brief(data.message) : data.message;
    return { type: 'error', id, error: { ...data, message } };
  }

  #send(session: Session, frame: HostFrame): void {
    try {
      session.transport.send(frame);
    } catch (error) {
      this.#options.logger.log('error', SCOPE, 'could not send', {
        frame: frame.type,
        error: describe(error),
      });
      // What cannot be put on the wire (too large, not plain data) is a failed call, not an unanswered one.
      if (frame.type !== 'result') return;
      const data = toErrorData(error);
      this.#send(session, {
        type: 'error',
        id: frame.id,
        error: { ...data, message: brief(data.message) },
      });
    }
  }
}

/** The id of something that was meant as a call, so that it can be refused by name. */
function readCallId(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const type: unknown = Object.hasOwn(raw, 'type') ? Reflect.get(raw, 'type') : undefined;
  const id: unknown = Object.hasOwn(raw, 'id') ? Reflect.get(raw, 'id') : undefined;
  return type === 'call' && typeof id === 'string' && id.length > 0 && id.length <= 64 ? id : null;
}

/** Where and why, never the values: they may be secrets. */
function describeIssues(error: {
  readonly issues: readonly { path: readonly PropertyKey[]; code: string }[];
}): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.map(String).join('.').slice(0, 200) || '(whole)'}: ${code}`)
    .join('; ');
}

const brief = (message: string): string => (message.split('\n', 1)[0] ?? '').slice(0, 200);

const describe = (error: unknown): string =>
  error instanceof Error
    ? `${error.stack ?? error.message}${error.cause === undefined ? '' : `\ncaused by ${describe(error.cause)}`}`
    : String(error);
