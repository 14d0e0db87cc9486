import type { SocketReader } from './socketReader.ts';

/** The lines of the next whole, possibly multi-line, SMTP or LMTP reply (RFC 5321 section 4.2), without CRLF. */
export async function readSmtpReply(reader: SocketReader): Promise<string[]> {
  const lines: string[] = [];
  for (;;) {
    const line = (await reader.through('\r\n')).toString('latin1').slice(0, -2);
    lines.push(line);
    if (line[3] !== '-') return lines;
  }
}

/** True for a 2xx reply. */
export function isPositive(reply: readonly string[]): boolean {
  return reply[0]?.startsWith('2') ?? false;
}
