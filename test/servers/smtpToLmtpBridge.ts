import net from 'node:net';
import { listen } from './freePorts.ts';
import { isPositive, readSmtpReply } from './smtpReply.ts';
import { ConnectionClosedError, SocketReader } from './socketReader.ts';

/** The "MTA" between Dovecot's submission service (speaks SMTP) and its delivery agent (speaks LMTP). */
export interface SmtpToLmtpBridge {
  readonly port: number;
  close(): Promise<void>;
}

// What the delivery agent offers but this bridge does not carry.
const notCarried = /^250[ -](CHUNKING|XCLIENT|STARTTLS|VRFY)\b/i;

/** Starts the bridge on `host`; each SMTP session becomes one LMTP session to `target`. */
export async function startSmtpToLmtpBridge(
  host: string,
  target: { host: string; port: number },
): Promise<SmtpToLmtpBridge> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      const drop = (): void => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      };
      socket.on('error', drop).on('close', drop);
    }
    serveSession(client, upstream).catch((error: unknown) => {
      client.destroy();
      if (!(error instanceof ConnectionClosedError)) throw error;
    });
  });
  const port = await listen(server, host);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function serveSession(client: net.Socket, upstream: net.Socket): Promise<void> {
  const commands = new SocketReader(client);
  const replies = new SocketReader(upstream);
  const answer = (lines: readonly string[]): boolean =>
    client.write(Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1'));
  const ask = (line: string): Promise<string[]> => {
    upstream.write(Buffer.from(`${line}\r\n`, 'latin1'));
    return readSmtpReply(replies);
  };
  answer(await readSmtpReply(replies));

  let accepted = 0;
  for (;;) {
    const line = (await commands.through('\r\n')).toString('latin1').slice(0, -2);
    const verb = line.slice(0, 4).toUpperCase();
    switch (verb) {
      case 'EHLO':
      case 'HELO':
        answer(asOneReply((await ask(`LHLO ${line.slice(5)}`)).filter((offer) => !notCarried.test(offer))));
        break;
      case 'DATA': {
        if (accepted === 0) {
          answer(['503 5.5.1 no valid recipients']);
          break;
        }
        const go = await ask('DATA');
        answer(go);
        if (!go[0]?.startsWith('354')) break;
        upstream.write(await commands.throughDot());
        answer(await summarise(replies, accepted));
        accepted = 0;
        break;
      }
      default: {
        if (verb === 'MAIL' || verb === 'RSET') accepted = 0;
        const reply = await ask(line);
        if (verb === 'RCPT' && isPositive(reply)) accepted += 1;
        answer(reply);
        if (verb === 'QUIT') {
          client.end();
          return;
        }
      }
    }
  }
}

/** LMTP answers once per recipient, SMTP once per message: a success if any is one (an MTA would bounce the rest). */
async function summarise(replies: SocketReader, recipients: number): Promise<readonly string[]> {
  const results: string[][] = [];
  for (let count = 0; count < recipients; count += 1) results.push(await readSmtpReply(replies));
  return results.find(isPositive) ?? results[0] ?? ['451 4.3.0 no answer'];
}

function asOneReply(lines: readonly string[]): string[] {
  return lines.map(
    (line, index) => `${line.slice(0, 3)}${index === lines.length - 1 ? ' ' : '-'}${line.slice(4)}`,
  );
}
