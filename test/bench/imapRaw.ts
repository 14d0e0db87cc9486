import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { MailServer } from '../servers/mailServer.ts';

/** With a CAPABILITY code in it. */
const MAX_TAGGED_LINE = 4000;

/** A client that reads and throws away: what the server and the wire alone take. */
export class BareClient {
  #tail = '';
  #waitFor = '';
  #done: (line: string) => void = () => undefined;
  bytes = 0;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      // Only the end of a chunk can be the tagged line.
      const end = this.#tail + chunk.toString('latin1', Math.max(0, chunk.length - MAX_TAGGED_LINE));
      const at = end.lastIndexOf(this.#waitFor);
      if (at >= 0 && end.endsWith('\r\n')) this.#done(end.slice(at));
      else this.#tail = end.slice(-MAX_TAGGED_LINE);
    });
  }

  static async login(server: MailServer, user: string): Promise<BareClient> {
    const socket = connect(server.ports.imap, server.host);
    await once(socket, 'connect');
    const client = new BareClient(socket);
    await client.run(`LOGIN "${server.address(user)}" "${server.password(user)}"`);
    return client;
  }

  /** Sends one command; resolves with its tagged line, rejects unless that is OK. */
  async run(command: string): Promise<string> {
    this.#waitFor = '\r\nB1 ';
    this.#tail = '\r\n';
    const answer = new Promise<string>((resolve) => {
      this.#done = resolve;
    });
    this.socket.write(`B1 ${command}\r\n`);
    const line = await answer;
    if (!line.startsWith('\r\nB1 OK')) throw new Error(`${command.slice(0, 60)}: ${line.trim()}`);
    return line;
  }

  close(): void {
    this.socket.destroy();
  }
}

export const SUMMARY_QUERY =
  '(UID FLAGS INTERNALDATE RFC822.SIZE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (DATE SUBJECT FROM SENDER REPLY-TO TO CC BCC MESSAGE-ID IN-REPLY-TO REFERENCES)] MODSEQ)';

/** Seconds for one FETCH of everything, on a new connection, login not counted. */
export async function timeBareFetch(
  server: MailServer,
  user: string,
  query: string,
): Promise<{ readonly seconds: number; readonly bytes: number }> {
  const client = await BareClient.login(server, user);
  await client.run('ENABLE QRESYNC');
  await client.run('SELECT INBOX');
  const started = performance.now();
  await client.run(`UID FETCH 1:* ${query}`);
  const seconds = (performance.now() - started) / 1000;
  client.close();
  return { seconds, bytes: client.bytes };
}
