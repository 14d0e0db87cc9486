import { MailError } from '../../../preload/contract/index.ts';
import { parseSmtpReply, type SmtpReply } from './smtpReply.ts';

/** One whole reply; `lines` are as they came, without line ends. */
export interface ReceivedReply extends SmtpReply {
  readonly lines: readonly string[];
}

const maximumReplyBytes = 64 * 1024;

/**
 * Bytes in, replies out (RFC 5321 section 4.2.1), without any I/O. A line that is no reply, a code that changes within
 * one, and a reply of more than 64 KiB throw `protocol.garbage`: nothing after that can be trusted to be in step.
 */
export class SmtpReplyReader {
  #rest = '';
  #lines: string[] = [];
  #bytes = 0;

  /** True when nothing but whole replies has come: the only state in which TLS may begin. */
  get isIdle(): boolean {
    return this.#rest === '' && this.#lines.length === 0;
  }

  push(chunk: Uint8Array): ReceivedReply[] {
    // RFC 6531 lets texts be UTF-8, old servers send anything: a byte a letter keeps all of it apart.
    const text =
      this.#rest + Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    const lines = text.split('\n');
    this.#rest = lines.pop() ?? '';
    const replies: ReceivedReply[] = [];
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
      this.#bytes += line.length + 1;
      const [, code, mark] = /^([2-5]\d\d)([ -]|$)/.exec(line) ?? [];
      if (code === undefined || (this.#lines[0] ?? line).slice(0, 3) !== code) throw garbage(line);
      this.#lines.push(line);
      if (this.#bytes > maximumReplyBytes) throw garbage('a reply without end');
      if (mark === '-') continue;
      const reply = parseSmtpReply(this.#lines.map(utf8).join('\n'));
      if (reply === null) throw garbage(line);
      replies.push({ ...reply, lines: this.#lines.map(utf8) });
      this.#lines = [];
      this.#bytes = 0;
    }
    if (this.#rest.length + this.#bytes > maximumReplyBytes) throw garbage('a line without end');
    return replies;
  }
}

/** The letters a person should read, where the bytes are UTF-8. */
function utf8(line: string): string {
  const decoded = Buffer.from(line, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? line : decoded;
}

const garbage = (line: string): MailError =>
  new MailError('protocol.garbage', `not an SMTP reply: ${line.slice(0, 200)}`, { scope: 'connection' });
