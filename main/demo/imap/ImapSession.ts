import { MailboxError, type MailAccount } from '../mailbox/MailAccount.ts';
import { fetchCommand } from './commands/fetchCommand.ts';
import { listCommands } from './commands/listCommands.ts';
import { mailboxCommands } from './commands/mailboxCommands.ts';
import { searchCommand } from './commands/searchCommand.ts';
import { selectCommands } from './commands/selectCommands.ts';
import { sessionCommands } from './commands/sessionCommands.ts';
import { storeCommand } from './commands/storeCommand.ts';
import { transferCommands } from './commands/transferCommands.ts';
import type { ImapCommand, ImapContext } from './imapCommand.ts';
import { ImapCommandReader, type ImapInput } from './ImapCommandReader.ts';
import { ImapCursor, ImapSyntaxError } from './ImapCursor.ts';
import type { SelectedView } from './SelectedView.ts';

const COMMANDS: Readonly<Record<string, ImapCommand>> = {
  ...sessionCommands,
  ...mailboxCommands,
  ...listCommands,
  ...selectCommands,
  ...transferCommands,
  FETCH: fetchCommand,
  STORE: storeCommand,
  SEARCH: searchCommand,
};

const UID_COMMANDS = new Set(['FETCH', 'STORE', 'SEARCH', 'COPY', 'MOVE', 'EXPUNGE']);
const BEFORE_LOGIN = 'IMAP4rev1 LITERAL+ SASL-IR ID ENABLE AUTH=PLAIN';
const AFTER_LOGIN =
  'IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE CHILDREN UIDPLUS MOVE UNSELECT SPECIAL-USE ' +
  'LIST-EXTENDED LIST-STATUS STATUS=SIZE CONDSTORE QRESYNC';
const LIMITS = { maxTextBytes: 128 * 1024, maxArgumentBytes: 16 * 1024, maxMessageBytes: 32 * 1024 * 1024 };
const MAX_FAILED_LOGINS = 5;
const MAX_BAD_COMMANDS = 20;

/** What a session needs of the world. `send` takes byte strings (latin1). */
export interface ImapSessionPorts {
  send(bytes: string): void;
  close(): void;
  authenticate(user: string, password: string): MailAccount | undefined;
  now(): number;
}

/** One IMAP4rev1 dialogue (RFC 3501). Sans-I/O: bytes in by `receive`, bytes out by the `send` port. */
export class ImapSession implements ImapContext {
  readonly enabled = new Set<string>();
  readonly watch = {
    onChange: (): void => {
      if (this.idling) this.sendUpdates(true);
    },
    onDeleted: (): void => {
      this.untagged('* BYE The mailbox was deleted');
      this.end();
    },
  };
  private readonly ports: ImapSessionPorts;
  private readonly reader = new ImapCommandReader(LIMITS);
  private account: MailAccount | undefined;
  private selected: SelectedView | undefined;
  private awaited: { readonly tag: string; onLine(line: string): string } | undefined;
  private idling = false;
  private ended = false;
  private failedLogins = 0;
  private badCommands = 0;
  private currentTag = '*';

  constructor(ports: ImapSessionPorts) {
    this.ports = ports;
  }

  /** Sends the greeting. */
  start(): void {
    this.untagged(`* OK [CAPABILITY ${BEFORE_LOGIN}] Naru demo world ready`);
  }

  receive(chunk: Buffer): void {
    for (const input of this.reader.push(chunk)) {
      if (this.ended) return;
      this.take(input);
    }
  }

  /** The connection is gone: lets go of the mailbox. May be called more than once. */
  dispose(): void {
    this.ended = true;
    this.idling = false;
    this.select(undefined);
  }

  untagged(line: string): void {
    this.ports.send(`${line}\r\n`);
  }

  now(): number {
    return this.ports.now();
  }

  capabilities(): string {
    return this.account === undefined ? BEFORE_LOGIN : AFTER_LOGIN;
  }

  view(): SelectedView | undefined {
    return this.selected;
  }

  select(view: SelectedView | undefined): void {
    this.selected?.close();
    this.selected = view;
  }

  logIn(user: string, password: string): boolean {
    this.account = this.ports.authenticate(user, password);
    if (this.account === undefined) this.failedLogins += 1;
    return this.account !== undefined;
  }

  awaitLine(prompt: string, onLine: (line: string) => string): void {
    this.awaited = { tag: this.currentTag, onLine };
    this.untagged(prompt);
  }

  idle(): void {
    this.idling = true;
    this.sendUpdates(true);
  }

  logOut(): void {
    this.ended = true;
  }

  private take(input: ImapInput): void {
    if (input.kind === 'literalAnnounced') return this.untagged('+ Ready for the literal');
    if (input.kind === 'refused') {
      if (!input.fatal) return this.untagged(`${input.tag} NO [TOOBIG] ${input.reason}`);
      this.untagged(`* BYE [TOOBIG] ${input.reason}`);
      return this.end();
    }
    const { awaited } = this;
    if (awaited !== undefined) {
      this.awaited = undefined;
      this.idling = false;
      return this.finish(awaited.tag, awaited.onLine(input.pieces[0]?.toString('latin1') ?? ''), true);
    }
    this.execute(input.pieces);
  }

  private execute(pieces: readonly Buffer[]): void {
    const line = pieces[0]?.toString('latin1') ?? '';
    const match = /^([^\s()*{%"\\+]{1,64}) ((?:UID )?)([A-Z]+)/i.exec(line);
    if (match === null) return this.finish('*', 'BAD Expected a tag and a command', true);
    const [whole, tag = '*', uid = '', word = ''] = match;
    this.currentTag = tag;
    const name = word.toUpperCase();
    const byUid = uid !== '';
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined || (byUid && !UID_COMMANDS.has(name)))
      return this.finish(tag, 'BAD Unknown command', true);
    const cursor = new ImapCursor(pieces);
    cursor.take(whole);
    const answer = this.run(command, cursor, byUid);
    const mayExpunge = byUid || command.state !== 'selected' || command.mayExpunge !== false;
    if (answer !== undefined) this.finish(tag, answer, mayExpunge);
  }

  private run(command: ImapCommand, cursor: ImapCursor, byUid: boolean): string | undefined {
    const { account, selected } = this;
    try {
      if (command.state === 'any') return command.run(this, cursor);
      if (command.state === 'notAuthenticated') {
        return account === undefined ? command.run(this, cursor) : 'BAD You are logged in already';
      }
      if (account === undefined) return 'BAD Log in first';
      if (command.state === 'authenticated') return command.run(this, cursor, account);
      if (selected === undefined) return 'BAD Select a mailbox first';
      return command.run(this, cursor, { view: selected, account, byUid });
    } catch (error) {
      if (error instanceof ImapSyntaxError) return `BAD ${error.message}`;
      if (error instanceof MailboxError) return `NO [${error.code}] ${error.message}`;
      throw error;
    }
  }

  private finish(tag: string, answer: string, mayExpunge: boolean): void {
    this.sendUpdates(mayExpunge);
    this.untagged(`${tag} ${answer}`);
    if (answer.startsWith('BAD')) this.badCommands += 1;
    if (this.ended) return this.end();
    if (this.failedLogins >= MAX_FAILED_LOGINS || this.badCommands >= MAX_BAD_COMMANDS) {
      this.untagged('* BYE Too many errors');
      this.end();
    }
  }

  private sendUpdates(mayExpunge: boolean): void {
    const updates = this.selected?.takeUpdates({
      mayExpunge,
      modseq: this.enabled.has('CONDSTORE'),
      vanished: this.enabled.has('QRESYNC'),
    });
    for (const line of updates ?? []) this.untagged(line);
  }

  private end(): void {
    this.dispose();
    this.ports.close();
  }
}
