import { createHash } from 'node:crypto';
import type { DemoClock } from './clock.ts';
import type { DemoPorts } from './demoTypes.ts';
import { ImapSession } from './imap/ImapSession.ts';
import type { MailAccount } from './mailbox/MailAccount.ts';
import { MessageContent } from './mailbox/MessageContent.ts';
import { formatDateField } from './mime/dateField.ts';
import { LoopbackListener } from './net/LoopbackListener.ts';
import { serveSessions } from './net/serveSessions.ts';
import { MaildropLocks } from './pop3/Maildrop.ts';
import { Pop3Session } from './pop3/Pop3Session.ts';
import { composeDeliveryReport } from './queue/composeDeliveryReport.ts';
import { MailQueue } from './queue/MailQueue.ts';
import type { FinalOutcome, QueuedMessage, RetrySchedule } from './queue/queueDecisions.ts';
import { createSmtpServer, type ReceivedMessage } from './smtp/createSmtpServer.ts';
import { relayMessages } from './smtp/relayMessages.ts';

const MAX_MESSAGE_BYTES = 30 * 1024 * 1024;
const MAX_REMEMBERED_DELIVERIES = 2000;

export interface DemoDomainPorts {
  readonly clock: DemoClock;
  readonly schedule: RetrySchedule;
  /** Where mail for a domain goes, or undefined where no such domain exists: what DNS would say. */
  route(domain: string): { readonly host: string; readonly port: number } | undefined;
  onQueueChange(): void;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** One mail domain: its people's mailboxes, its outgoing queue and the four servers in front of them. */
export class DemoDomain {
  readonly name: string;
  readonly queue: MailQueue;
  private readonly ports: DemoDomainPorts;
  private readonly accounts: ReadonlyMap<string, MailAccount>;
  private readonly listeners: Readonly<Record<keyof DemoPorts, LoopbackListener>>;
  private readonly locks = new MaildropLocks();
  /** Deliveries already made: a relay that lost our reply comes back with the same bytes (RFC 1047). */
  private readonly delivered = new Set<string>();
  private listening: DemoPorts = { imap: 0, pop3: 0, submission: 0, relay: 0 };
  private up = false;
  private nextId = 1;

  constructor(name: string, accounts: readonly MailAccount[], ports: DemoDomainPorts) {
    this.name = name;
    this.ports = ports;
    this.accounts = new Map(accounts.map((account) => [account.address, account]));
    this.queue = this.createQueue();
    this.listeners = this.createListeners();
  }

  get isUp(): boolean {
    return this.up;
  }

  /** Zero where the domain has never been up. */
  get openPorts(): DemoPorts {
    return this.listening;
  }

  /** Opens the four ports: those given, those of last time, or any. */
  async open(wanted: Partial<DemoPorts> = {}): Promise<void> {
    if (this.up) return;
    const ports: DemoPorts = { ...this.listening, ...wanted };
    try {
      this.listening = {
        imap: await this.listeners.imap.open(ports.imap),
        pop3: await this.listeners.pop3.open(ports.pop3),
        submission: await this.listeners.submission.open(ports.submission),
        relay: await this.listeners.relay.open(ports.relay),
      };
    } catch (error) {
      await this.closeListeners();
      throw error;
    }
    this.up = true;
    this.queue.start();
  }

  async close(): Promise<void> {
    this.up = false;
    await Promise.all([this.queue.stop(), this.closeListeners()]);
  }

  private async closeListeners(): Promise<void> {
    await Promise.all(Object.values(this.listeners).map((listener) => listener.close()));
  }

  private createListeners(): Readonly<Record<keyof DemoPorts, LoopbackListener>> {
    const authenticate = (user: string, password: string): MailAccount | undefined =>
      [...this.accounts.values()].find((account) => account.accepts(user, password));
    const now = (): number => this.ports.clock.now();
    return {
      imap: new LoopbackListener(serveSessions((ports) => new ImapSession({ ...ports, authenticate, now }))),
      pop3: new LoopbackListener(
        serveSessions((ports) => new Pop3Session({ ...ports, authenticate, locks: this.locks })),
      ),
      submission: new LoopbackListener(
        createSmtpServer({
          name: this.name,
          maxMessageBytes: MAX_MESSAGE_BYTES,
          authenticate: (user, password) => authenticate(user, password)?.address,
          refuseSender: (sender, user) =>
            sender === user ? undefined : '553 5.7.1 That is not your address',
          refuseRecipient: (recipient) => this.refuseRecipient(recipient, true),
          accept: (message) => this.submit(message),
        }),
      ),
      relay: new LoopbackListener(
        createSmtpServer({
          name: this.name,
          maxMessageBytes: MAX_MESSAGE_BYTES,
          refuseSender: () => undefined,
          refuseRecipient: (recipient) => this.refuseRecipient(recipient, false),
          accept: (message) => this.acceptRelayed(message),
        }),
      ),
    };
  }

  private createQueue(): MailQueue {
    return new MailQueue({
      clock: this.ports.clock,
      schedule: this.ports.schedule,
      onChange: () => this.ports.onQueueChange(),
      onFinal: (message, outcomes) => this.report(message, outcomes),
      relay: async (domain, messages, signal, settle) => {
        const target = this.ports.route(domain);
        if (target !== undefined) {
          return relayMessages({
            ...target,
            clientName: this.name,
            serverName: domain,
            messages,
            signal,
            settle,
          });
        }
        const text = `550 5.1.2 There is no mail domain ${domain}`;
        for (const message of messages) {
          settle(
            message,
            message.recipients.map((recipient) => ({ recipient, result: 'refused', text })),
          );
        }
      },
    });
  }

  private refuseRecipient(recipient: string, maySubmit: boolean): string | undefined {
    if (domainOf(recipient) !== this.name) {
      if (!maySubmit) return '550 5.7.1 We do not relay';
      return this.queue.isFull ? '452 4.3.1 The queue is full' : undefined;
    }
    return this.accounts.has(recipient) ? undefined : `550 5.1.1 There is no ${recipient} here`;
  }

  private submit(message: ReceivedMessage): void {
    const source = this.stamp(message);
    const local = message.recipients.filter(({ address }) => domainOf(address) === this.name);
    const remote = message.recipients.filter(({ address }) => domainOf(address) !== this.name);
    for (const { address } of local) this.deliver(message.sender, address, source);
    const wished = local.filter(({ notify }) => notify.success).map(({ address }) => address);
    if (wished.length > 0) this.reportDelivered(message.sender, wished, source);
    // One queue entry per domain and wish: each is tried, retried and reported on by itself.
    const groups = new Map<string, typeof remote>();
    for (const recipient of remote) {
      const key = `${domainOf(recipient.address)} ${recipient.notify.failure} ${recipient.notify.success}`;
      groups.set(key, [...(groups.get(key) ?? []), recipient]);
    }
    for (const recipients of groups.values()) {
      const [first] = recipients;
      if (first === undefined) continue;
      this.queue.enqueue({
        sender: message.sender,
        domain: domainOf(first.address),
        recipients: recipients.map(({ address }) => address),
        source,
        notify: first.notify,
      });
    }
  }

  private acceptRelayed(message: ReceivedMessage): void {
    const digest = createHash('sha256').update(message.data).digest('hex');
    const source = this.stamp(message);
    for (const { address } of message.recipients) {
      const key = `${digest} ${message.sender} ${address}`;
      if (this.delivered.has(key)) continue;
      this.deliver(message.sender, address, source);
      this.delivered.add(key);
      const [oldest] = this.delivered;
      if (this.delivered.size > MAX_REMEMBERED_DELIVERIES && oldest !== undefined)
        this.delivered.delete(oldest);
    }
  }

  /** Adds the trace field (RFC 5321 section 4.4). Made once per message, so that a retry sends identical bytes. */
  private stamp(message: ReceivedMessage): Buffer {
    const id = this.createId();
    const received =
      `Received: from ${message.clientName} by ${this.name} with ${message.protocol} id ${id};\r\n` +
      `\t${formatDateField(this.ports.clock.now())}\r\n`;
    return Buffer.concat([Buffer.from(received, 'latin1'), message.data]);
  }

  private deliver(sender: string, recipient: string, source: Buffer): void {
    const returnPath = Buffer.from(`Return-Path: <${sender}>\r\n`, 'latin1');
    const content = new MessageContent(Buffer.concat([returnPath, source]));
    this.accounts.get(recipient)?.inbox.append(content, [], this.ports.clock.now());
  }

  private report(message: QueuedMessage, outcomes: readonly FinalOutcome[]): void {
    const { failure, success } = message.notify;
    const wanted = outcomes.filter(({ action }) => (action === 'failed' ? failure : success));
    // A report is never answered with a report (RFC 5321 section 6.1).
    if (wanted.length === 0 || message.sender === '') return;
    this.deliverReport(message.sender, message.source, message.queuedAtMs, wanted, message.domain);
  }

  private reportDelivered(sender: string, recipients: readonly string[], source: Buffer): void {
    const outcomes = recipients.map((recipient): FinalOutcome => ({
      recipient,
      action: 'delivered',
      text: '',
      expired: false,
    }));
    this.deliverReport(sender, source, this.ports.clock.now(), outcomes, undefined);
  }

  private deliverReport(
    sender: string,
    source: Buffer,
    queuedAtMs: number,
    outcomes: readonly FinalOutcome[],
    remoteName: string | undefined,
  ): void {
    const nowMs = this.ports.clock.now();
    const id = `${this.createId()}.report`;
    const report = composeDeliveryReport({
      serverName: this.name,
      remoteName,
      sender,
      source,
      queuedAtMs,
      nowMs,
      id,
      outcomes,
    });
    this.deliver('', sender, report);
  }

  private createId(): string {
    const id = `${this.ports.clock.now().toString(36)}.${this.nextId}`;
    this.nextId += 1;
    return id;
  }
}
