import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

/**
 * `vite build -c vite.node.config.ts --mode main|preload`.
 * Everything but Electron and Node itself is bundled, so that the package needs no node_modules.
 * A sandboxed preload must be one CommonJS file.
 */
export default defineConfig(({ mode }) => ({
  publicDir: false,
  resolve: {
    conditions: ['node', 'import', 'module', 'default'],
    mainFields: ['module', 'main'],
  },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  ssr: { noExternal: true },
  build: {
    ssr: true,
    target: 'node20',
    sourcemap: true,
    minify: false,
    outDir: `out/${mode}`,
    emptyOutDir: true,
    rolldownOptions: {
      checks: { pluginTimings: false },
      input:
        mode === 'preload'
          ? { preload: 'preload/preload.ts' }
          : {
              electron: 'main/shell-electron/main.ts',
              loopback: 'main/shell-loopback/main.ts',
              parseWorker: 'main/engine/mime/parseWorker.ts',
            },
      external: ['electron', /^node:/, ...builtinModules],
      output:
        mode === 'preload'
          ? { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false }
          : { format: 'esm', entryFileNames: '[name].js' },
    },
  },
}));
