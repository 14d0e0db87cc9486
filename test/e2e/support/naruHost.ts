import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const script = resolve('out/main/loopback.js');

/** The built loopback shell as its own process, on a data directory that outlives it until `dispose`. */
export class NaruHost {
  readonly #isDemo: boolean;
  readonly dataDir = mkdtempSync(join(tmpdir(), 'naru-e2e-'));
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(
    readonly port: number,
    options: { readonly demo?: boolean },
  ) {
    this.#isDemo = options.demo === true;
  }

  static async start(options: { readonly demo?: boolean } = {}): Promise<NaruHost> {
    const host = new NaruHost(await freePort(), options);
    await host.start();
    return host;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The running process. */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the host does not run');
    return this.#child.pid;
  }

  /** Everything the process has printed. */
  get output(): string {
    return this.#output;
  }

  /** Starts the process; resolves with a link that opens a session once. */
  async start(): Promise<string> {
    const args = [script, '--no-open', `--port=${this.port}`, `--data-dir=${this.dataDir}`];
    const child = spawn(process.execPath, this.#isDemo ? [...args, '--demo'] : args, {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#output = '';
    this.#link = await new Promise<string>((resolve, reject) => {
      const onOutput = (chunk: Buffer): void => {
        this.#output += chunk.toString();
        const link = /http:\/\/\S+\/launch\?\S+/.exec(this.#output)?.[0];
        if (link !== undefined) resolve(link);
      };
      child.stdout.on('data', onOutput);
      child.stderr.on('data', onOutput);
      child.once('exit', (code) => reject(new Error(`the host ended (${String(code)}):\n${this.#output}`)));
    });
    return this.#link;
  }

  #link = '';

  /** The link printed at the last start; works once. */
  get link(): string {
    return this.#link;
  }

  /** Ends the process in order (SIGINT) or as a crash does (SIGKILL). */
  async stop(signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null || child.exitCode !== null) return;
    child.removeAllListeners('exit');
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
