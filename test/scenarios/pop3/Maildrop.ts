import { createHash } from 'node:crypto';
import type { Reply, Script, StandingRule } from '../../servers/script.ts';

export interface DroppedMessage {
  /** Null: UIDL does not name it. */
  readonly id: string | null;
  /** As it is to be stored, every byte, CRLF at the end. */
  readonly bytes: Buffer;
}

/** Where a maildrop departs from the standard: rules that come before its own. */
export interface Departure {
  readonly greeting?: Reply;
  readonly rules?: readonly StandingRule[];
}

export const message = (name: string, body = `body of ${name}`): DroppedMessage => ({
  id: name,
  bytes: Buffer.from(`Message-ID: <${name}@example.test>\r\nSubject: ${name}\r\n\r\n${body}\r\n`, 'latin1'),
});

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** `.` before each line that begins with one, and the final dot (RFC 1939 section 3). */
export const multiline = (bytes: Uint8Array): Buffer =>
  Buffer.from(`${Buffer.from(bytes).toString('latin1').replace(/^\./gm, '..')}.\r\n`, 'latin1');

/** A POP3 server that keeps to RFC 1939 but for the departures it is given, one conversation at a time. */
export class Maildrop {
  messages: readonly DroppedMessage[];
  /** What the next conversations depart by, one each; then none. */
  departures: Departure[] = [];
  /** Every command heard, all conversations together. */
  readonly heard: string[] = [];
  /** Numbers whose deletion was asked when the client did not hold the message. */
  readonly deletedTooEarly: string[] = [];
  capabilities: readonly string[] = ['USER', 'UIDL', 'TOP', 'PIPELINING', 'RESP-CODES'];
  /** Whether the client holds a message with this hash, durably; set by the scenario. */
  isHeld: (sha: string) => boolean = () => true;

  constructor(messages: readonly DroppedMessage[]) {
    this.messages = messages;
  }

  /** For one connection. */
  script(): Script {
    const { greeting = ['+OK ready'], rules = [] } = this.departures.shift() ?? {};
    const marked = new Set<DroppedMessage>();
    const drop = this.messages;
    const at = (text: string): DroppedMessage | undefined => drop[Number(text) - 1];
    const hear =
      (reply: Exclude<StandingRule['reply'], undefined>): Reply =>
      (received) => {
        this.heard.push(received.text);
        return typeof reply === 'function' ? reply(received) : reply;
      };
    const own: StandingRule[] = [
      { expect: /^CAPA$/, reply: () => ['+OK', ...this.capabilities, '.'] },
      { expect: /^(USER|PASS|UTF8)/, reply: ['+OK'] },
      {
        expect: /^STAT$/,
        reply: () => [`+OK ${drop.length} ${drop.reduce((sum, { bytes }) => sum + bytes.length, 0)}`],
      },
      {
        expect: /^LIST$/,
        reply: () => ['+OK', ...drop.map(({ bytes }, index) => `${index + 1} ${bytes.length}`), '.'],
      },
      {
        expect: /^UIDL$/,
        reply: () => [
          '+OK',
          ...drop.flatMap(({ id }, index) => (id === null ? [] : [`${index + 1} ${id}`])),
          '.',
        ],
      },
      {
        expect: /^RETR (\d+)$/,
        reply: ({ match }) => {
          const found = at(match?.[1] ?? '');
          return found === undefined
            ? ['-ERR no such message']
            : Buffer.concat([Buffer.from('+OK\r\n'), multiline(found.bytes)]);
        },
      },
      {
        expect: /^TOP (\d+) (\d+)$/,
        reply: ({ match }) => {
          const text = at(match?.[1] ?? '')?.bytes.toString('latin1') ?? '';
          const [head = '', ...body] = text.split('\r\n\r\n');
          const lines = body.join('\r\n\r\n').split('\r\n').slice(0, Number(match?.[2]));
          return Buffer.concat([
            Buffer.from('+OK\r\n'),
            multiline(Buffer.from(`${head}\r\n\r\n${lines.join('\r\n')}\r\n`, 'latin1')),
          ]);
        },
      },
      {
        expect: /^DELE (\d+)$/,
        reply: ({ match }) => {
          const found = at(match?.[1] ?? '');
          if (found === undefined) return ['-ERR no such message'];
          if (!this.isHeld(sha256(found.bytes))) this.deletedTooEarly.push(String(found.id));
          marked.add(found);
          return ['+OK'];
        },
      },
      {
        expect: /^QUIT$/,
        reply: () => {
          this.messages = this.messages.filter((one) => !marked.has(one));
          return ['+OK bye'];
        },
        close: 'end',
      },
      { expect: /^/, reply: ['-ERR unknown command'] },
    ];
    const always = [...rules, ...own].map((rule) =>
      rule.reply === undefined ? rule : { ...rule, reply: hear(rule.reply) },
    );
    return { greeting, steps: [], always };
  }
}
