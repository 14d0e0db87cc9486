import net from 'node:net';
import { readSmtpReply } from './smtpReply.ts';
import { SocketReader } from './socketReader.ts';

/**
 * Hands one message to a delivery agent by LMTP (RFC 2033), as an MTA from outside would, without login.
 * Line ends become CRLF; a missing last one is added. A string goes as UTF-8. Rejects with the server's words.
 */
export async function lmtpDeliver(
  target: { host: string; port: number },
  raw: string | Uint8Array,
  to: string,
  from: string,
): Promise<void> {
  const socket = net.connect(target);
  let failure: Error | undefined;
  socket.on('error', (error) => {
    failure = error;
  });
  const reader = new SocketReader(socket);
  const expect = async (code: string, what: string, send?: Buffer): Promise<void> => {
    if (send !== undefined) socket.write(send);
    const answer = await readSmtpReply(reader);
    if (!answer[0]?.startsWith(code)) throw new Error(`${what}: ${answer.join(' ')}`);
  };
  const command = (code: string, line: string): Promise<void> =>
    expect(code, line, Buffer.from(`${line}\r\n`));
  try {
    await expect('220', 'greeting');
    await command('250', 'LHLO test.example.test');
    await command('250', `MAIL FROM:<${from}> BODY=8BITMIME`);
    await command('250', `RCPT TO:<${to}>`);
    await command('354', 'DATA');
    await expect('250', 'message', dotStuffed(raw));
    socket.end('QUIT\r\n');
  } catch (error) {
    socket.destroy();
    throw failure ?? error;
  }
}

function dotStuffed(raw: string | Uint8Array): Buffer {
  const text = (typeof raw === 'string' ? Buffer.from(raw) : Buffer.from(raw))
    .toString('latin1')
    .replace(/\r?\n/g, '\r\n')
    .replace(/^\./gm, '..');
  return Buffer.from(`${text.endsWith('\r\n') ? text : `${text}\r\n`}.\r\n`, 'latin1');
}
