import net from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Certificate } from '../../../servers/certificates.ts';

/** What the server does instead of answering: close at once, or say nothing. */
export const drop = Symbol('drop');
export const hang = Symbol('hang');
export type Answer = string | typeof drop | typeof hang;
type Step = Answer | ((line: string, connection: number) => Answer);

export interface SmtpScript {
  readonly greeting?: Step;
  /** EHLO lines after the first. */
  readonly extensions?: readonly string[];
  readonly ehlo?: Step;
  readonly starttls?: Step;
  readonly auth?: Step;
  readonly mail?: Step;
  readonly rcpt?: Step;
  readonly data?: Step;
  /** The reply to the final dot. The message counts as taken when it begins with 2. */
  readonly message?: Step;
  /** Closes when this many bytes of the body have come. */
  readonly dropInBodyAfter?: number;
  /** Throws away what came in one packet behind a command. */
  readonly losesPipelined?: boolean;
  readonly certificate?: Certificate;
  /** TLS from the first byte. */
  readonly implicitTls?: boolean;
}

export interface ScriptedSmtpServer {
  readonly port: number;
  /** Every command line of every connection. */
  readonly lines: string[];
  /** The bodies that were answered with 2xx, unstuffed. */
  readonly taken: string[];
  /** The bodies that came with their final dot, whatever the answer. */
  readonly complete: string[];
  connections: number;
  close(): Promise<void>;
}

/** An SMTP server that answers as told; every command it gets is kept. */
export async function startScriptedSmtpServer(script: SmtpScript): Promise<ScriptedSmtpServer> {
  const sockets = new Set<net.Socket>();
  const result = {
    port: 0,
    lines: [] as string[],
    taken: [] as string[],
    complete: [] as string[],
    connections: 0,
  };
  const secure = (socket: net.Socket): net.Socket =>
    new TLSSocket(socket, {
      isServer: true,
      secureContext: createSecureContext({ key: script.certificate?.key, cert: script.certificate?.cert }),
    });

  const converse = (raw: net.Socket): void => {
    result.connections += 1;
    const connection = result.connections;
    let socket = script.implicitTls === true ? secure(raw) : raw;
    let buffer = '';
    let inBody = false;
    const answer = (step: Step | undefined, fallback: string, line: string): string | null => {
      const chosen = typeof step === 'function' ? step(line, connection) : (step ?? fallback);
      if (chosen === drop) socket.destroy();
      if (typeof chosen !== 'string') return null;
      socket.write(`${chosen}\r\n`);
      return chosen;
    };
    const command = (line: string): void => {
      result.lines.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') answer(script.ehlo, ehlo(), line);
      else if (verb === 'STAR') {
        if (answer(script.starttls, '220 go', line)?.startsWith('220') === true) upgrade();
      } else if (verb === 'AUTH') answer(script.auth, '235 2.7.0 in', line);
      else if (verb === 'MAIL') answer(script.mail, '250 2.1.0 ok', line);
      else if (verb === 'RCPT') answer(script.rcpt, '250 2.1.5 ok', line);
      else if (verb === 'DATA') inBody = answer(script.data, '354 go', line)?.startsWith('354') === true;
      else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else answer(undefined, '250 ok', line);
    };
    const ehlo = (): string => {
      const all = ['scripted.test', ...(script.extensions ?? ['AUTH PLAIN'])];
      return all.map((text, index) => `250${index === all.length - 1 ? ' ' : '-'}${text}`).join('\r\n');
    };
    const read = (chunk: Buffer): void => {
      buffer += chunk.toString('latin1');
      for (;;) {
        if (inBody) {
          if (script.dropInBodyAfter !== undefined && buffer.length >= script.dropInBodyAfter)
            return void socket.destroy();
          const end = buffer.startsWith('.\r\n') ? 0 : buffer.indexOf('\r\n.\r\n') + 2;
          if (end === 1) return;
          const body = buffer.slice(0, end).replace(/(^|\r\n)\.\./g, '$1.');
          buffer = buffer.slice(end + 3);
          inBody = false;
          result.complete.push(body);
          if (answer(script.message, '250 2.0.0 queued', '.')?.startsWith('2') === true)
            result.taken.push(body);
        } else {
          const end = buffer.indexOf('\r\n');
          if (end < 0) return;
          const line = buffer.slice(0, end);
          buffer = script.losesPipelined === true ? '' : buffer.slice(end + 2);
          command(line);
        }
      }
    };
    const upgrade = (): void => {
      socket.removeListener('data', read);
      buffer = '';
      socket = secure(raw);
      socket.on('data', read).on('error', () => raw.destroy());
    };
    sockets.add(raw);
    raw.on('error', () => raw.destroy()).on('close', () => sockets.delete(raw));
    socket.on('data', read).on('error', () => raw.destroy());
    answer(script.greeting, '220 scripted.test ESMTP', '');
  };

  const server = net.createServer(converse);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP listener');
  return Object.assign(result, {
    port: address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}
