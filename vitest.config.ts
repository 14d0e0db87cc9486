import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const electron = fileURLToPath(new URL('test/unit/main/shell-electron/fakeElectron.ts', import.meta.url));

/** One project per kind of test; `npm run test:<kind>` runs one. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: { electron } },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/unit/{main,contract}/**/*.test.ts', 'test/contract/**/*.test.ts'],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'dom',
          environment: 'happy-dom',
          include: ['test/unit/renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['fake-indexeddb/auto'],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'architecture',
          environment: 'node',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['test/{integration,scenarios}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'corpora',
          environment: 'node',
          include: ['test/corpora/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'crash',
          environment: 'node',
          include: ['test/crash/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
