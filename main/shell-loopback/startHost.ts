import { randomBytes } from 'node:crypto';
import type { Clock, Engine, EnginePorts, Logger } from '../engine/ports.ts';
import { lockDataDir } from '../engine/platform/lockDataDir.ts';
import { openSecretFile } from '../engine/platform/openSecretFile.ts';
import { ensureDirectory } from '../engine/store/ensureDirectory.ts';
import { nodeFileSystem } from '../engine/store/nodeFileSystem.ts';
import { HostServer } from '../rpc/HostServer.ts';
import { removeHostRecord, writeHostRecord } from './hostRecord.ts';
import { LoopbackServer } from './LoopbackServer.ts';
import { SessionStore } from './SessionStore.ts';

export interface HostOptions {
  readonly port: number;
  readonly dataDir: string;
  readonly rendererDir: string;
  /** Asked once the directory is ours. Null keeps the key of the secrets in a file beside them. */
  readonly readPassphrase: () => Promise<string | null>;
  readonly createEngine: (
    ports: Pick<EnginePorts, 'dataDir' | 'secrets' | 'clock' | 'logger'> & {
      readonly secretsKind: 'passphrase' | 'file';
    },
  ) => Promise<Engine>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly validateResults?: boolean;
}

export interface RunningHost {
  readonly port: number;
  readonly engine: Engine;
  readonly secretsKind: 'passphrase' | 'file';
  createLaunchLink(): string;
  /** Stops serving, closes the engine, then frees the directory. */
  close(): Promise<void>;
}

/**
 * Locks the directory, opens the secrets, starts the engine and serves it on loopback. Rejects with
 * DataDirLockedError, `secret.locked`, Node's `EADDRINUSE` or the engine's own error, and leaves nothing behind.
 */
export async function startHost(options: HostOptions): Promise<RunningHost> {
  const { dataDir, clock, logger } = options;
  const undo: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    await ensureDirectory(dataDir, nodeFileSystem);
    const lock = await lockDataDir(dataDir);
    undo.push(() => lock.release());
    const secrets = await openSecretFile(dataDir, await options.readPassphrase());
    const sessions = await SessionStore.open(dataDir, clock, logger);
    const engine = await options.createEngine({
      dataDir,
      clock,
      logger,
      secrets: secrets.store,
      secretsKind: secrets.kind,
    });
    undo.push(() => engine.close());
    const rpc = new HostServer({
      engine,
      clock,
      logger,
      ...(options.validateResults === undefined ? {} : { validateResults: options.validateResults }),
    });
    const controlToken = randomBytes(32).toString('base64url');
    const server = await LoopbackServer.start({
      port: options.port,
      rendererDir: options.rendererDir,
      sessions,
      controlToken,
      attach: (transport) => rpc.attach(transport),
      clock,
      logger,
    });
    undo.push(async () => {
      rpc.close();
      await server.close();
    });
    const port = Number(server.host.split(':')[1]);
    await writeHostRecord(dataDir, { pid: process.pid, port, controlToken });
    undo.push(() => removeHostRecord(dataDir));
    return {
      port,
      engine,
      secretsKind: secrets.kind,
      createLaunchLink: () => server.createLaunchLink(),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
