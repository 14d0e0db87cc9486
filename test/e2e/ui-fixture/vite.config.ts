import { fileURLToPath } from 'node:url';
import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The real views over a real cache full of made-up mail, with a host and a worker that only pretend. Never shipped. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: fileURLToPath(new URL('../../../renderer/public', import.meta.url)),
  plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
  build: {
    outDir: fileURLToPath(new URL('../../../out/ui-fixture', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome140',
    assetsInlineLimit: 0,
    minify: false,
  },
});
