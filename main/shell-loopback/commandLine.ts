import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseLogFilter, type LogFilter } from '../engine/platform/createLogger.ts';

/** Constant, since the browser keeps its cache by origin, port included. */
export const DEFAULT_PORT = 47613;
/** The demo's mail is another world, so its cache must be of another origin. */
export const DEMO_PORT = 47614;

export interface CommandLine {
  readonly port: number;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly openBrowser: boolean;
  readonly printUrl: boolean;
  readonly askPassphrase: boolean;
  readonly help: boolean;
  readonly logFilter: LogFilter;
}

export const USAGE = `Naru in your browser, on this computer only.

  --port=N           port on 127.0.0.1 (${DEFAULT_PORT}, ${DEMO_PORT} for the demo; another one means another, empty cache)
  --data-dir=PATH    where mail lies
  --demo             the demo: two mail servers in this process, in a data directory of its own
  --no-open          open no browser, print the link
  --print-url        print a further link, of the Naru that already runs if one does
  --log=SCOPE:LEVEL  e.g. imap:debug,rpc:info or just debug (levels: debug, info, warn, error)
  --help
  --ask-passphrase   keep passwords under a passphrase from now on, and ask for it (or NARU_PASSPHRASE=…)
`;

/** Throws a plain Error with words for the person when it cannot be read. */
export function parseCommandLine(args: readonly string[], defaultDataDir: string): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      port: { type: 'string' },
      'data-dir': { type: 'string' },
      demo: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      'print-url': { type: 'boolean', default: false },
      'ask-passphrase': { type: 'boolean', default: false },
      log: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    port: values.port === undefined ? (values.demo ? DEMO_PORT : DEFAULT_PORT) : parsePort(values.port),
    dataDir: resolve(
      values['data-dir'] ?? (values.demo ? join(dirname(defaultDataDir), 'demo') : defaultDataDir),
    ),
    demo: values.demo,
    openBrowser: !values['no-open'] && !values['print-url'],
    printUrl: values['print-url'],
    help: values.help,
    askPassphrase: values['ask-passphrase'],
    logFilter: parseLogFilter(values.log),
  };
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new Error(`--port: "${text}" is not a port (0 to 65535)`);
  return port;
}
