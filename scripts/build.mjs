// Builds the three parts into out/: main and preload for Node/Electron, renderer for Chromium.
import { build } from 'vite';

const only = process.argv[2];
const parts = [
  ['main', () => build({ configFile: 'vite.node.config.ts', mode: 'main', logLevel: 'warn' })],
  ['preload', () => build({ configFile: 'vite.node.config.ts', mode: 'preload', logLevel: 'warn' })],
  ['renderer', () => build({ configFile: 'vite.config.ts', logLevel: 'warn' })],
];
for (const [name, run] of parts) {
  if (only === undefined || only === name) await run();
}
