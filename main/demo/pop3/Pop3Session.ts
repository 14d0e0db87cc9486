import type { MailAccount } from '../mailbox/MailAccount.ts';
import type { MailboxMessage } from '../mailbox/Mailbox.ts';
import { Maildrop, type MaildropLocks } from './Maildrop.ts';

export interface Pop3SessionPorts {
  /** `bytes` is a byte string (latin1). */
  send(bytes: string): void;
  close(): void;
  authenticate(user: string, password: string): MailAccount | undefined;
  readonly locks: MaildropLocks;
}

/** RFC 2449 section 4: a command is at most 255 octets. A line far beyond that is no POP3. */
const MAX_LINE_BYTES = 1024;
const MAX_FAILED_LOGINS = 3;
const CAPABILITIES = [
  'USER',
  'UIDL',
  'TOP',
  'PIPELINING',
  'RESP-CODES',
  'AUTH-RESP-CODE',
  'IMPLEMENTATION Naru demo world',
];

type Command = (session: Pop3Session, argument: string) => void;

const multiline = (lines: readonly string[]): string => `${[...lines, '.'].join('\r\n')}\r\n`;

/** Message text after a status line: dot-stuffed and closed by a lone dot (RFC 1939 section 3). */
const stuff = (text: string): string => `${text.replace(/^\./gm, '..')}.\r\n`;

const topOf = (message: MailboxMessage, lines: number): string => {
  const { bytes, tree } = message.content;
  const body = bytes.toString('latin1', tree.bodyStart).split('\r\n').slice(0, -1).slice(0, lines);
  return bytes.toString('latin1', 0, tree.bodyStart) + body.map((line) => `${line}\r\n`).join('');
};

const integer = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;

/** One POP3 dialogue (RFC 1939, CAPA of RFC 2449). Sans-I/O; AUTHORIZATION, then TRANSACTION, then UPDATE on QUIT. */
export class Pop3Session {
  private readonly ports: Pop3SessionPorts;
  private waiting = '';
  private user: string | undefined;
  private open: { readonly account: MailAccount; readonly drop: Maildrop } | undefined;
  private failedLogins = 0;
  private ended = false;

  constructor(ports: Pop3SessionPorts) {
    this.ports = ports;
  }

  start(): void {
    this.ok('Naru demo world ready');
  }

  receive(chunk: Buffer): void {
    this.waiting += chunk.toString('latin1');
    for (let end = this.waiting.indexOf('\n'); end !== -1 && !this.ended; end = this.waiting.indexOf('\n')) {
      const line = this.waiting.slice(0, end).replace(/\r$/, '');
      this.waiting = this.waiting.slice(end + 1);
      if (line.length > MAX_LINE_BYTES) return this.end('-ERR Line too long');
      this.execute(line);
    }
    if (this.waiting.length > MAX_LINE_BYTES && !this.ended) this.end('-ERR Line too long');
  }

  /** The connection is gone: nothing is deleted, and the maildrop is free again (RFC 1939 section 6). */
  dispose(): void {
    this.ended = true;
    if (this.open !== undefined) this.ports.locks.release(this.open.account);
    this.open = undefined;
  }

  private execute(line: string): void {
    const [word = '', ...rest] = line.split(' ');
    const name = word.toUpperCase();
    const table = this.open === undefined ? Pop3Session.authorization : Pop3Session.transaction;
    const command = table.get(name);
    if (command === undefined) return this.error('Unknown command, or not now');
    command(this, rest.join(' '));
  }

  private static readonly authorization: ReadonlyMap<string, Command> = new Map<string, Command>([
    ['CAPA', (session) => session.capa()],
    ['USER', (session, name) => session.takeUser(name)],
    ['PASS', (session, password) => session.takePassword(password)],
    ['QUIT', (session) => session.end('+OK Goodbye')],
  ]);

  private static readonly transaction: ReadonlyMap<string, Command> = new Map<string, Command>([
    ['CAPA', (session) => session.capa()],
    ['STAT', (session) => session.stat()],
    ['LIST', (session, text) => session.list(text, (message) => String(message.content.bytes.length))],
    ['UIDL', (session, text) => session.list(text, (message) => session.open?.drop.uidl(message) ?? '')],
    ['RETR', (session, text) => session.retr(text)],
    ['TOP', (session, text) => session.top(text)],
    ['DELE', (session, text) => session.dele(text)],
    ['RSET', (session) => session.rset()],
    ['NOOP', (session) => session.ok('')],
    ['QUIT', (session) => session.quit()],
  ]);

  private capa(): void {
    this.ports.send(`+OK Capabilities\r\n${multiline(CAPABILITIES)}`);
  }

  private takeUser(name: string): void {
    this.user = name;
    this.ok('Password, please');
  }

  private takePassword(password: string): void {
    const account = this.ports.authenticate(
      this.user ?? '',
      Buffer.from(password, 'latin1').toString('utf8'),
    );
    this.user = undefined;
    if (account === undefined) {
      this.failedLogins += 1;
      if (this.failedLogins >= MAX_FAILED_LOGINS) return this.end('-ERR [AUTH] Too many wrong passwords');
      return this.error('[AUTH] The user name or the password is wrong');
    }
    if (!this.ports.locks.acquire(account)) return this.error('[IN-USE] Another session holds this maildrop');
    this.open = { account, drop: new Maildrop(account) };
    this.ok(`${this.open.drop.list().length} messages`);
  }

  private stat(): void {
    const messages = this.open?.drop.list() ?? [];
    const size = messages.reduce((total, { message }) => total + message.content.bytes.length, 0);
    this.ok(`${messages.length} ${size}`);
  }

  private list(argument: string, describe: (message: MailboxMessage) => string): void {
    if (argument === '') {
      const lines = (this.open?.drop.list() ?? []).map(
        ({ number, message }) => `${number} ${describe(message)}`,
      );
      this.ports.send(`+OK ${lines.length} messages\r\n${multiline(lines)}`);
      return;
    }
    const found = this.find(argument);
    if (found !== undefined) this.ok(`${found.number} ${describe(found.message)}`);
  }

  private retr(argument: string): void {
    const found = this.find(argument);
    if (found === undefined) return;
    const { bytes } = found.message.content;
    this.ports.send(`+OK ${bytes.length} octets\r\n${stuff(bytes.toString('latin1'))}`);
  }

  private top(argument: string): void {
    const [number, count] = argument.split(' ');
    const lines = integer(count);
    if (lines === undefined) return this.error('How many lines?');
    const found = this.find(number ?? '');
    if (found !== undefined) this.ports.send(`+OK Top follows\r\n${stuff(topOf(found.message, lines))}`);
  }

  private dele(argument: string): void {
    const found = this.find(argument);
    if (found === undefined) return;
    this.open?.drop.markDeleted(found.number);
    this.ok('Marked for deletion');
  }

  private rset(): void {
    this.open?.drop.reset();
    this.ok('Nothing is marked any more');
  }

  private quit(): void {
    this.open?.drop.update();
    this.end('+OK Goodbye');
  }

  /** The message a number means; answers with an error where it means none. */
  private find(text: string): { readonly number: number; readonly message: MailboxMessage } | undefined {
    const number = integer(text);
    const message = number === undefined ? undefined : this.open?.drop.get(number);
    if (number === undefined || message === undefined) {
      this.error('There is no such message');
      return undefined;
    }
    return { number, message };
  }

  private ok(text: string): void {
    this.ports.send(`+OK${text === '' ? '' : ` ${text}`}\r\n`);
  }

  private error(text: string): void {
    this.ports.send(`-ERR ${text}\r\n`);
  }

  private end(lastLine: string): void {
    this.ports.send(`${lastLine}\r\n`);
    this.dispose();
    this.ports.close();
  }
}
