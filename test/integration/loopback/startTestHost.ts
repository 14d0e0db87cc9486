import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../main/engine/platform/systemClock.ts';
import type { Handlers, Logger } from '../../../main/engine/ports.ts';
import { startHost, type RunningHost } from '../../../main/shell-loopback/startHost.ts';
import { createFakeEngine, type FakeEngine } from '../../contract/fakeEngine.ts';

/** A host with a fake engine on a free port; `restart` keeps directory and port. */
export interface TestHost {
  readonly dataDir: string;
  readonly host: RunningHost;
  readonly engine: FakeEngine;
  readonly origin: string;
  readonly log: string[];
}

export const makeDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'naru-loopback-'));
export const removeDirectory = (path: string): Promise<void> => rm(path, { recursive: true, force: true });

export async function startTestHost(options: {
  dataDir: string;
  rendererDir: string;
  port?: number;
  handlers?: Partial<Handlers>;
}): Promise<TestHost> {
  const log: string[] = [];
  const logger: Logger = {
    log: (level, scope, message, fields) => log.push(JSON.stringify({ level, scope, message, fields })),
  };
  const engine = createFakeEngine(options.handlers);
  const host = await startHost({
    port: options.port ?? 0,
    dataDir: options.dataDir,
    rendererDir: options.rendererDir,
    readPassphrase: async () => null,
    createEngine: async () => engine,
    clock: systemClock,
    logger,
    validateResults: true,
  });
  return { dataDir: options.dataDir, host, engine, origin: `http://127.0.0.1:${host.port}`, log };
}
