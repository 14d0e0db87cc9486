import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import WebSocket from 'ws';
import { createHostClient, type ClientTransport, type HostClient } from '../../../preload/contract/index.ts';
import { connectWebSocket, type SocketLike } from '../../../renderer/host/webSocketTransport.ts';
import type { FaultSpec } from '../faultPort/faultSpec.ts';

export interface HostProcessOptions {
  readonly script: string;
  readonly port: number;
  readonly dataDir: string;
  /** The built fault port, and what it is to do. */
  readonly faultPort?: { readonly script: string; readonly spec: FaultSpec };
}

/** The built host as its own process, on a port and a directory that outlive it. */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #link: Promise<string>;
  #cookie: Promise<string> | undefined;
  #output = '';

  constructor(private readonly options: HostProcessOptions) {
    const { script, port, dataDir, faultPort } = options;
    const preload = faultPort === undefined ? [] : ['--import', faultPort.script];
    const child = spawn(
      process.execPath,
      [...preload, script, '--no-open', `--port=${port}`, `--data-dir=${dataDir}`, '--log=warn'],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        env:
          faultPort === undefined
            ? process.env
            : { ...process.env, NARU_FAULT_PORT: JSON.stringify(faultPort.spec) },
      },
    );
    this.#child = child;
    this.#ended = once(child, 'close');
    this.#link = new Promise((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        this.#output += chunk.toString();
        const link = /http:\/\/\S+\/launch\?\S+/.exec(this.#output)?.[0];
        if (link !== undefined) resolve(link);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('close', () => reject(new Error(`the host ended:\n${this.#output}`)));
    });
    // Whoever kills it while it starts does not wait for the link.
    this.#link.catch(() => undefined);
  }

  /** What the process printed and logged. */
  get output(): string {
    return this.#output;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** `SIGKILL` after a kill, from within or without; null while it runs and after an orderly end. */
  get signal(): NodeJS.Signals | null {
    return this.#child.signalCode;
  }

  /** A connection over the real WebSocket, let in by the launch link as a browser is. Rejects when the host ended. */
  async transport(): Promise<ClientTransport> {
    const origin = `http://127.0.0.1:${this.options.port}`;
    const cookie = await (this.#cookie ??= this.#login());
    return connectWebSocket(
      `${origin.replace('http', 'ws')}/rpc`,
      // Of `ws`'s socket no more is used than a browser's offers.
      (url) => new WebSocket(url, { headers: { origin, cookie } }) as unknown as SocketLike,
    );
  }

  async connect(): Promise<HostClient> {
    return createHostClient(await this.transport());
  }

  /** Resolves when the process is gone, however it ended. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  /** kill -9; resolves when the process is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** kill -9 and no waiting. */
  strike(): void {
    this.#child.kill('SIGKILL');
  }

  /** Ends it as Ctrl+C does; resolves with the exit code. */
  async end(): Promise<number | null> {
    this.#child.kill('SIGINT');
    await this.#ended;
    return this.#child.exitCode;
  }

  async #login(): Promise<string> {
    const answer = await fetch(await this.#link, { redirect: 'manual' });
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
    if (cookie === undefined) throw new Error(`the launch link let nobody in: ${answer.status}`);
    return cookie;
  }
}
