/** A message on its way, as SMTP needs to know it. */
export interface SmtpMessage {
  readonly id: string;
  /** Empty for a delivery report: `MAIL FROM:<>`. */
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly source: Buffer;
}

/** What became of one recipient. `text` is the server's reply, or what kept us from getting one. */
export interface RecipientOutcome {
  readonly recipient: string;
  readonly result: 'accepted' | 'deferred' | 'refused';
  readonly text: string;
}

interface Reply {
  readonly code: number;
  readonly text: string;
}

type Phase =
  | { readonly kind: 'greeting' | 'ehlo' | 'helo' | 'quit' | 'done' }
  | { readonly kind: 'mail' | 'rset'; readonly message: SmtpMessage }
  | { readonly kind: 'rcpt'; readonly message: SmtpMessage; readonly index: number }
  | { readonly kind: 'data' | 'body'; readonly message: SmtpMessage };

export interface SmtpClientPorts {
  send(bytes: string): void;
  close(): void;
  /** Called exactly once per message, in order. */
  settle(message: SmtpMessage, outcomes: readonly RecipientOutcome[]): void;
}

const MAX_REPLY_BYTES = 16 * 1024;

/** Dots at line starts doubled, CRLF at the end, a lone dot after it (RFC 5321 section 4.5.2). */
export const dotStuff = (source: Buffer): string => {
  const text = source.toString('latin1').replace(/\r?\n/g, '\r\n');
  const whole = text.endsWith('\r\n') ? text : `${text}\r\n`;
  return `${whole.replace(/^\./gm, '..')}.\r\n`;
};

const resultOf = (code: number): RecipientOutcome['result'] => {
  if (code >= 200 && code < 300) return 'accepted';
  return code >= 500 ? 'refused' : 'deferred';
};

/**
 * The client's half of an SMTP dialogue that carries several messages over one connection (RFC 5321 section 3).
 * Sans-I/O: replies in by `receive`, commands out by the `send` port. A lost connection defers what is not settled.
 */
export class SmtpClientProtocol {
  private readonly ports: SmtpClientPorts;
  private readonly clientName: string;
  private readonly queue: SmtpMessage[];
  private phase: Phase = { kind: 'greeting' };
  private outcomes: RecipientOutcome[] = [];
  private waiting = '';
  private replyLines: string[] = [];

  constructor(clientName: string, messages: readonly SmtpMessage[], ports: SmtpClientPorts) {
    this.clientName = clientName;
    this.queue = [...messages];
    this.ports = ports;
  }

  receive(chunk: Buffer): void {
    this.waiting += chunk.toString('latin1');
    if (this.waiting.length > MAX_REPLY_BYTES) return this.fail('The server sent an endless reply');
    for (let end = this.waiting.indexOf('\n'); end !== -1; end = this.waiting.indexOf('\n')) {
      const line = this.waiting.slice(0, end).replace(/\r$/, '');
      this.waiting = this.waiting.slice(end + 1);
      this.takeLine(line);
    }
  }

  /** The connection is gone: every message without an outcome stays to be tried again. */
  lost(reason: string): void {
    if (this.phase.kind === 'done') return;
    const current = 'message' in this.phase ? this.phase.message : undefined;
    const unsettled =
      this.phase.kind === 'rset' || current === undefined ? this.queue : [current, ...this.queue];
    this.phase = { kind: 'done' };
    const refused = this.outcomes.filter((outcome) => outcome.result === 'refused');
    for (const [index, message] of [...unsettled].entries()) {
      // Recipients the server refused outright before the loss stay refused; the rest is deferred.
      this.ports.settle(
        message,
        this.deferRest(message, index === 0 && current === message ? refused : [], reason),
      );
    }
    this.queue.length = 0;
  }

  private deferRest(
    message: SmtpMessage,
    known: readonly RecipientOutcome[],
    text: string,
  ): RecipientOutcome[] {
    return message.recipients.map(
      (recipient) =>
        known.find((outcome) => outcome.recipient === recipient) ?? { recipient, result: 'deferred', text },
    );
  }

  private takeLine(line: string): void {
    const match = /^(\d{3})([ -]?)(.*)$/.exec(line);
    if (match === null) return this.fail('The server does not speak SMTP');
    this.replyLines.push(match[3] ?? '');
    if (this.replyLines.length > 100) return this.fail('The server sent an endless reply');
    if (match[2] === '-') return;
    const reply = { code: Number(match[1]), text: `${match[1] ?? ''} ${this.replyLines.join(' ').trim()}` };
    this.replyLines = [];
    this.takeReply(reply);
  }

  private takeReply(reply: Reply): void {
    const { phase } = this;
    const positive = reply.code >= 200 && reply.code < 300;
    switch (phase.kind) {
      case 'greeting':
        return positive ? this.say({ kind: 'ehlo' }, `EHLO ${this.clientName}`) : this.fail(reply.text);
      case 'ehlo':
        if (positive) return this.next();
        return reply.code >= 500
          ? this.say({ kind: 'helo' }, `HELO ${this.clientName}`)
          : this.fail(reply.text);
      case 'helo':
        return positive ? this.next() : this.fail(reply.text);
      case 'mail':
        if (positive) return this.sayRecipient(phase.message, 0);
        return this.settleAll(phase.message, reply);
      case 'rcpt':
        return this.takeRecipientReply(phase.message, phase.index, reply);
      case 'data':
        if (reply.code !== 354) return this.settleAll(phase.message, reply);
        this.phase = { kind: 'body', message: phase.message };
        return this.ports.send(dotStuff(phase.message.source));
      case 'body':
        return this.settleAll(phase.message, reply);
      case 'rset':
        return positive ? this.next() : this.fail(reply.text);
      case 'quit':
        this.phase = { kind: 'done' };
        return this.ports.close();
      case 'done':
        return;
    }
  }

  private takeRecipientReply(message: SmtpMessage, index: number, reply: Reply): void {
    const recipient = message.recipients[index] ?? '';
    this.outcomes.push({ recipient, result: resultOf(reply.code), text: reply.text });
    if (index + 1 < message.recipients.length) return this.sayRecipient(message, index + 1);
    if (this.outcomes.some((outcome) => outcome.result === 'accepted'))
      return this.say({ kind: 'data', message }, 'DATA');
    this.settle(message);
  }

  /** One reply decides for all recipients that were not turned away already. */
  private settleAll(message: SmtpMessage, reply: Reply): void {
    const decided = this.outcomes.filter((outcome) => outcome.result !== 'accepted');
    this.outcomes = message.recipients.map(
      (recipient) =>
        decided.find((outcome) => outcome.recipient === recipient) ?? {
          recipient,
          result: resultOf(reply.code),
          text: reply.text,
        },
    );
    this.settle(message);
  }

  private settle(message: SmtpMessage): void {
    const { outcomes } = this;
    this.outcomes = [];
    const delivered = this.phase.kind === 'body';
    this.ports.settle(message, outcomes);
    if (delivered) return this.next();
    // A transaction that ended before its data must be taken back before the next one begins.
    this.say({ kind: 'rset', message }, 'RSET');
  }

  private next(): void {
    const message = this.queue.shift();
    if (message === undefined) return this.say({ kind: 'quit' }, 'QUIT');
    this.outcomes = [];
    this.say({ kind: 'mail', message }, `MAIL FROM:<${message.sender}>`);
  }

  private sayRecipient(message: SmtpMessage, index: number): void {
    this.say({ kind: 'rcpt', message, index }, `RCPT TO:<${message.recipients[index] ?? ''}>`);
  }

  private say(phase: Phase, line: string): void {
    this.phase = phase;
    this.ports.send(`${line}\r\n`);
  }

  private fail(reason: string): void {
    this.lost(reason);
    this.ports.close();
  }
}
