import { createInterface } from 'node:readline';
import type { ReadStream } from 'node:tty';
import { MailError } from '../../preload/contract/index.ts';
import { createLogger } from '../engine/platform/createLogger.ts';
import { DataDirLockedError } from '../engine/platform/lockDataDir.ts';
import { needsPassphrase } from '../engine/platform/openSecretFile.ts';
import type { Clock, Logger } from '../engine/ports.ts';
import { systemCode } from '../engine/store/StoreError.ts';
import { askPassphrase } from './askPassphrase.ts';
import { parseCommandLine, USAGE, type CommandLine } from './commandLine.ts';
import { askRunningHost } from './hostRecord.ts';
import { startHost, type HostOptions, type RunningHost } from './startHost.ts';

/** The process around the shell, as a port. */
export interface LoopbackProcess {
  readonly args: readonly string[];
  readonly input: ReadStream;
  /** NARU_PASSPHRASE; the caller takes it out of the environment, which children inherit. */
  readonly passphrase: string | null;
  readonly defaultDataDir: string;
  readonly rendererDir: string;
  readonly clock: Clock;
  readonly createEngine: HostOptions['createEngine'];
  print(text: string): void;
  writeLog(line: string): void;
  openBrowser(url: string): Promise<boolean>;
  /** Calls at SIGINT and SIGTERM. */
  onStop(stop: () => void): void;
}

/** Runs the shell from its command line. Resolves with the exit code when it has ended and everything is closed. */
export async function runLoopback(io: LoopbackProcess): Promise<number> {
  let commandLine: CommandLine;
  try {
    commandLine = parseCommandLine(io.args, io.defaultDataDir);
  } catch (error) {
    io.print(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (commandLine.help) {
    io.print(USAGE);
    return 0;
  }
  const logger = createLogger(commandLine.logFilter, (line) => io.writeLog(line));
  let host: RunningHost;
  try {
    host = await startHost({
      port: commandLine.port,
      dataDir: commandLine.dataDir,
      rendererDir: io.rendererDir,
      readPassphrase: () => readPassphrase(commandLine, io),
      createEngine: io.createEngine,
      clock: io.clock,
      logger,
    });
  } catch (error) {
    return explainFailure(error, commandLine, io, logger);
  }
  const stopped = new Promise<void>((resolve) => io.onStop(resolve));
  try {
    if (commandLine.demo) await startDemo(host);
    await announce(host, commandLine, io);
    const stopListening = printLinkOnEnter(host, io);
    await stopped;
    stopListening();
  } finally {
    await host.close();
  }
  io.print('Naru has ended; everything is on disk.\n');
  return 0;
}

async function announce(host: RunningHost, commandLine: CommandLine, io: LoopbackProcess): Promise<void> {
  io.print(
    `Naru runs on this computer only, at http://127.0.0.1:${host.port}. Mail lies in ${commandLine.dataDir}.\n`,
  );
  io.print(
    host.secretsKind === 'passphrase'
      ? 'Passwords are kept encrypted under your passphrase.\n'
      : 'Passwords are kept encrypted, but the key lies beside them: whoever can read your files can read them (--ask-passphrase changes that).\n',
  );
  await showLink(host.createLaunchLink(), commandLine, io);
  if (io.input.isTTY) io.print('Enter prints a further link, Ctrl+C ends Naru.\n');
}

async function showLink(link: string, { openBrowser }: CommandLine, io: LoopbackProcess): Promise<void> {
  const opened = openBrowser && (await io.openBrowser(link));
  io.print(
    opened ? 'Opened in your browser.\n' : `Open this link; it works once, for ten minutes:\n  ${link}\n`,
  );
}

function printLinkOnEnter(host: RunningHost, io: LoopbackProcess): () => void {
  // Without a terminal nobody presses Enter, and reading a pipe would keep it open.
  if (!io.input.isTTY) return () => undefined;
  const lines = createInterface({ input: io.input });
  lines.on('line', () => io.print(`  ${host.createLaunchLink()}\n`));
  return () => lines.close();
}

const startDemo = async (host: RunningHost): Promise<void> => {
  await host.engine.handlers['demo.start']({}, { signal: new AbortController().signal });
};

async function readPassphrase(commandLine: CommandLine, io: LoopbackProcess): Promise<string | null> {
  if (io.passphrase !== null) return io.passphrase;
  const isNeeded = await needsPassphrase(commandLine.dataDir);
  if (!isNeeded && !commandLine.askPassphrase) return null;
  if (!io.input.isTTY)
    throw new MailError(
      'secret.locked',
      'a passphrase is needed: set NARU_PASSPHRASE, or start in a terminal',
    );
  const question = isNeeded ? 'Passphrase: ' : 'New passphrase (without it the passwords are lost): ';
  const first = await askPassphrase(question, io.input, (text) => io.print(text));
  if (first === '') throw new MailError('secret.locked', 'the passphrase is empty');
  if (!isNeeded && (await askPassphrase('Once more: ', io.input, (text) => io.print(text))) !== first)
    throw new MailError('secret.locked', 'the two passphrases differ');
  return first;
}

/** Says what happened and what to do; a second start on the same directory just gets a link. */
async function explainFailure(
  error: unknown,
  commandLine: CommandLine,
  io: LoopbackProcess,
  logger: Logger,
): Promise<number> {
  if (error instanceof DataDirLockedError) {
    const link = await askRunningHost(commandLine.dataDir, error.holderPid);
    if (link !== null) {
      io.print('Naru is running already.\n');
      await showLink(link, commandLine, io);
      return 0;
    }
    io.print(`${error.message}. Close it first, or use another --data-dir.\n`);
    return 1;
  }
  if (systemCode(error) === 'EADDRINUSE') {
    io.print(
      `Port ${commandLine.port} is taken by another program. Close that one, or choose another with --port=N (the browser then builds its cache anew; no mail is lost).\n`,
    );
    return 1;
  }
  logger.log('error', 'start', 'could not start', { error });
  io.print(`Naru could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  return 1;
}
