import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The renderer: one page, one worker, nothing loaded from anywhere but its own origin. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), babel({ presets: [reactCompilerPreset()] })],
  worker: { format: 'es' },
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    target: 'chrome140',
    sourcemap: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Served from this computer: one larger file costs nothing.
    chunkSizeWarningLimit: 4000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
