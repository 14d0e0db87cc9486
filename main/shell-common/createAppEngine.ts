import packageJson from '../../package.json' with { type: 'json' };
import { createDemoPort } from '../demo/createDemoPort.ts';
import { createEngine } from '../engine/createEngine.ts';
import { ThreadParser } from '../engine/mime/ThreadParser.ts';
import type { Engine, EnginePorts } from '../engine/ports.ts';

/** What differs between the shells. */
export type ShellPorts = Pick<EnginePorts, 'dataDir' | 'secrets' | 'clock' | 'logger' | 'openExternal'> & {
  readonly secretsKind: EnginePorts['host']['secrets'];
  readonly shell: EnginePorts['host']['shell'];
  /** The built `parseWorker.js`. */
  readonly parserScript: URL;
};

/** The engine of the shipped app, with its parser threads and the demo. */
export const createAppEngine = (ports: ShellPorts): Promise<Engine> =>
  createEngine({
    dataDir: ports.dataDir,
    secrets: ports.secrets,
    clock: ports.clock,
    logger: ports.logger,
    openExternal: ports.openExternal,
    parser: new ThreadParser(ports.parserScript),
    demo: createDemoPort(),
    host: {
      appVersion: packageJson.version,
      shell: ports.shell,
      platform: platformName(process.platform),
      secrets: ports.secretsKind,
    },
  });

const platformName = (platform: NodeJS.Platform): EnginePorts['host']['platform'] =>
  platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other';
