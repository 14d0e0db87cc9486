import type { DemoClock } from '../clock.ts';
import type { RecipientOutcome, SmtpMessage } from '../smtp/SmtpClientProtocol.ts';
import {
  dueByDomain,
  settleAttempt,
  type FinalOutcome,
  type QueuedMessage,
  type RetrySchedule,
} from './queueDecisions.ts';

export interface MailQueuePorts {
  readonly clock: DemoClock;
  readonly schedule: RetrySchedule;
  /** Tries to bring messages to a domain; gives each to `settle` once, then resolves. Never rejects. */
  relay(
    domain: string,
    messages: readonly SmtpMessage[],
    signal: AbortSignal,
    settle: (message: SmtpMessage, outcomes: readonly RecipientOutcome[]) => void,
  ): Promise<void>;
  /** Recipients whose fate is decided. */
  onFinal(message: QueuedMessage, outcomes: readonly FinalOutcome[]): void;
  onChange(): void;
}

const MAX_QUEUED = 10_000;

/** A server's outgoing messages: each is tried, tried again after a while, and given up with a report. */
export class MailQueue {
  private readonly ports: MailQueuePorts;
  private readonly messages = new Map<string, QueuedMessage>();
  private readonly busy = new Map<string, Promise<void>>();
  private cancelTimer: () => void = () => undefined;
  private running: AbortController | undefined;
  private nextId = 1;

  constructor(ports: MailQueuePorts) {
    this.ports = ports;
  }

  /** In the order they were queued. */
  snapshot(): readonly QueuedMessage[] {
    return [...this.messages.values()];
  }

  get isFull(): boolean {
    return this.messages.size >= MAX_QUEUED;
  }

  /** Takes a message for one domain and tries it at once if the queue runs. */
  enqueue(message: Pick<QueuedMessage, 'sender' | 'domain' | 'recipients' | 'source' | 'notify'>): void {
    const now = this.ports.clock.now();
    const id = `Q${String(this.nextId).padStart(5, '0')}`;
    this.nextId += 1;
    this.messages.set(id, {
      ...message,
      id,
      queuedAtMs: now,
      attempts: 0,
      nextAttemptAtMs: now,
      lastError: undefined,
      state: 'waiting',
    });
    this.ports.onChange();
    this.runDue();
  }

  start(): void {
    this.running ??= new AbortController();
    this.runDue();
  }

  /** Stops trying; what was on its way waits again. Resolves when no connection is left. */
  async stop(): Promise<void> {
    this.running?.abort();
    this.running = undefined;
    this.cancelTimer();
    await Promise.all(this.busy.values());
  }

  /** Makes everything due now, whatever the schedule says. */
  retryNow(): void {
    const now = this.ports.clock.now();
    for (const message of this.messages.values()) {
      if (message.state === 'waiting') this.messages.set(message.id, { ...message, nextAttemptAtMs: now });
    }
    this.ports.onChange();
    this.runDue();
  }

  private runDue(): void {
    const { running } = this;
    if (running === undefined) return;
    const due = dueByDomain(this.snapshot(), new Set(this.busy.keys()), this.ports.clock.now());
    for (const [domain, messages] of due) {
      for (const message of messages) this.messages.set(message.id, { ...message, state: 'sending' });
      const done = this.ports
        .relay(domain, messages, running.signal, (message, outcomes) => this.settle(message.id, outcomes))
        .then(() => {
          this.busy.delete(domain);
          this.runDue();
        });
      this.busy.set(domain, done);
    }
    if (due.size > 0) this.ports.onChange();
    this.wakeAtNext();
  }

  private wakeAtNext(): void {
    this.cancelTimer();
    const waiting = this.snapshot().filter(
      (message) => message.state === 'waiting' && !this.busy.has(message.domain),
    );
    if (waiting.length === 0) return;
    const next = Math.min(...waiting.map((message) => message.nextAttemptAtMs));
    const delayMs = Math.max(0, next - this.ports.clock.now());
    this.cancelTimer = this.ports.clock.schedule(delayMs, () => this.runDue());
  }

  private settle(id: string, outcomes: readonly RecipientOutcome[]): void {
    const message = this.messages.get(id);
    if (message === undefined) return;
    const { schedule, clock } = this.ports;
    const { remaining, final } = settleAttempt(message, outcomes, schedule, clock.now());
    if (remaining === undefined) this.messages.delete(id);
    else this.messages.set(id, remaining);
    if (final.length > 0) this.ports.onFinal(message, final);
    this.ports.onChange();
  }
}
