import { parseMimeTree, type MimeNode } from '../mime/parseMimeTree.ts';

/** Every line ends in CRLF, the last one too, as both POP3 and IMAP promise (RFC 1939 section 3, RFC 3501 section 4.3). */
const withCrlf = (bytes: Buffer): Buffer => {
  const text = bytes.toString('latin1');
  const lines = text.replace(/\r?\n/g, '\r\n');
  const whole = lines.endsWith('\r\n') ? lines : `${lines}\r\n`;
  return whole === text ? bytes : Buffer.from(whole, 'latin1');
};

/** The immutable bytes of a message and, on demand, its MIME tree. Shared by all copies of the message. */
export class MessageContent {
  readonly bytes: Buffer;
  private parsed: MimeNode | undefined;

  constructor(bytes: Buffer) {
    this.bytes = withCrlf(bytes);
  }

  get tree(): MimeNode {
    this.parsed ??= parseMimeTree(this.bytes);
    return this.parsed;
  }
}
