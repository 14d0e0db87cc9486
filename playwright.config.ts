import { defineConfig } from '@playwright/test';

/** The real renderer in Debian's Chromium, served by the built loopback shell. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Two cores: a browser, a host and a mail server at once is enough.
  workers: 1,
  // A test that passes only the second time is counted and named as flaky in the summary.
  retries: 1,
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
