import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { isFree } from './freePorts.ts';

const pollMs = 20;
const greetingMs = 3000;
const deadlineMs = 15_000;

/** Resolves when the port speaks first (IMAP, POP3, LMTP, SMTP); rejects after 15 s. */
export async function waitForGreeting(host: string, port: number): Promise<void> {
  await poll(() => greets(host, port), `nothing answers on ${host}:${port}`);
}

/** Resolves when nothing listens on the port any more; rejects after 15 s. */
export async function waitUntilFree(host: string, port: number): Promise<void> {
  await poll(() => isFree(port, host), `${host}:${port} is still taken`);
}

async function poll(done: () => Promise<boolean>, failure: string): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(failure);
    await delay(pollMs);
  }
}

function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const done = (value: boolean): void => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(greetingMs, () => done(false));
    socket
      .once('data', () => done(true))
      .once('error', () => done(false))
      .once('close', () => done(false));
  });
}
