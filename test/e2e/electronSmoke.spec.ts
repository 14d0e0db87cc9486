import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron as electron, expect, test } from '@playwright/test';

/** Electron's binary, or null where it was not downloaded (its package then holds only types). */
function findBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : null;
}

const binary = findBinary();

test('the real Electron opens a hardened window that reaches the host', async () => {
  test.skip(binary === null, "Electron's binary is not here: the window shell was NOT run, only its parts");
  const dataDir = await mkdtemp(join(tmpdir(), 'naru-electron-smoke-'));
  const app = await electron.launch({
    executablePath: binary ?? '',
    args: ['.', `--data-dir=${dataDir}`, `--user-data-dir=${join(dataDir, 'chromium')}`],
  });
  try {
    const page = await app.firstWindow();
    await page.waitForLoadState();
    expect(page.url()).toBe('app://naru/index.html');
    expect(
      await page.evaluate(() => ({
        bridge: Object.keys(Reflect.get(globalThis, 'naru') as object).sort(),
        require: typeof Reflect.get(globalThis, 'require'),
        process: typeof Reflect.get(globalThis, 'process'),
      })),
    ).toEqual({ bridge: ['onMessage', 'send'], require: 'undefined', process: 'undefined' });
    const reached = await page.evaluate(() =>
      fetch('https://example.org/').then(
        () => 'reached',
        () => 'refused',
      ),
    );
    expect(reached).toBe('refused');
  } finally {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
