// `npm run dev`: the loopback shell behind Vite's dev server: the page reloads itself piece by piece, the host is
// built anew and restarted after each change of main/ or preload/contract/. Arguments go on to the host (`--demo`).
// `npm run dev -- --electron` rebuilds everything and restarts Electron instead, where its binary is there.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer } from 'vite';
import { findElectron } from './findElectron.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const given = process.argv.slice(2);
const electron = given.includes('--electron') ? findElectron(root) : null;
if (given.includes('--electron') && electron === null) {
  console.error("Electron's binary is not here; `npm run dev` without --electron works in a browser.");
  process.exit(1);
}
const PAGE_PORT = 47610;
const HOST_PORT = 47611;
const dataDir = join(root, '.naru-data', given.includes('--demo') ? 'demo' : 'mail');
const args = given.filter((argument) => argument !== '--electron');
const hostOrigin = `http://127.0.0.1:${HOST_PORT}`;
const pageOrigin = `http://127.0.0.1:${PAGE_PORT}`;

let child = null;
let stopping = false;
let restarting = Promise.resolve();

function startHost() {
  const [command, ...commandArgs] =
    electron === null
      ? [
          process.execPath,
          '--enable-source-maps',
          join(root, 'out/main/loopback.js'),
          `--port=${HOST_PORT}`,
          '--no-open',
        ]
      : [electron, root];
  child = spawn(command, [...commandArgs, `--data-dir=${dataDir}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The link leads to the host; the page that reloads itself is served beside it.
  child.stdout.on('data', (chunk) => process.stdout.write(String(chunk).replaceAll(hostOrigin, pageOrigin)));
  child.on('error', (error) => console.error(`The host could not start: ${error.message}`));
}

async function stopHost() {
  const leaving = child;
  child = null;
  if (leaving === null || leaving.exitCode !== null || leaving.signalCode !== null) return;
  const ended = new Promise((resolve) => leaving.once('exit', resolve));
  leaving.kill('SIGTERM');
  await ended;
}

/** One restart after the other: two hosts would fight over the data directory. */
const restartHost = () => {
  restarting = restarting.then(async () => {
    await stopHost();
    if (!stopping) startHost();
  });
};

/** Builds a part and again after each change; resolves after the first build. */
async function watch(options, onBuilt) {
  const watcher = await build({ ...options, logLevel: 'warn', build: { watch: {} } });
  await new Promise((resolve) => {
    watcher.on('event', (event) => {
      if (event.code === 'ERROR') console.error(event.error.message);
      if (event.code === 'BUNDLE_END') event.result?.close();
      if (event.code !== 'END') return;
      resolve();
      onBuilt();
    });
  });
  return watcher;
}

const watchers = [];
let server = null;
if (electron !== null) {
  watchers.push(await watch({ configFile: 'vite.node.config.ts', mode: 'preload' }, () => undefined));
  watchers.push(await watch({ configFile: 'vite.config.ts' }, () => child && restartHost()));
} else {
  server = await createServer({
    configFile: 'vite.config.ts',
    server: {
      host: '127.0.0.1',
      port: PAGE_PORT,
      strictPort: true,
      proxy: {
        '/launch': { target: hostOrigin, changeOrigin: true },
        '/rpc': {
          target: hostOrigin,
          ws: true,
          changeOrigin: true,
          configure: (proxy) =>
            proxy.on('proxyReqWs', (request, incoming, socket) => {
              // The host trusts its own origin; ours may stand for it, nobody else's.
              if (incoming.headers.origin === pageOrigin) request.setHeader('origin', hostOrigin);
              else socket.destroy();
            }),
        },
      },
    },
  });
  await server.listen();
}
watchers.push(await watch({ configFile: 'vite.node.config.ts', mode: 'main' }, restartHost));

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await restarting;
    await stopHost();
    await Promise.all([server?.close(), ...watchers.map((watcher) => watcher.close())]);
    process.exit(0);
  });
