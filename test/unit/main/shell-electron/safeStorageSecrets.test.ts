import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeychainSecrets } from '../../../../main/shell-electron/safeStorageSecrets.ts';
import { safeStorage } from './fakeElectron.ts';

type Keychain = Parameters<typeof openKeychainSecrets>[1];
const keychain = safeStorage as unknown as Keychain;
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'naru-keychain-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('secrets come back after a restart and are never written plainly', async () => {
  const first = await openKeychainSecrets(dataDir, keychain);
  await Promise.all([first.set('a/incoming', 'galette'), first.set('a/outgoing', '비밀')]);
  await first.delete('a/outgoing');
  const second = await openKeychainSecrets(dataDir, keychain);
  expect([
    await second.get('a/incoming'),
    await second.get('a/outgoing'),
    await second.get('__proto__'),
  ]).toEqual(['galette', null, null]);
  expect(await readFile(join(dataDir, 'keychain.json'), 'utf8')).not.toContain('galette');
});

test('a key that the system changed is used for the stored form too', async () => {
  const store = await openKeychainSecrets(dataDir, {
    ...keychain,
    decryptStringAsync: async () => ({ result: 'text', shouldReEncrypt: true }),
  });
  await store.set('a', 'other');
  expect(await store.get('a')).toBe('text');
  expect(await (await openKeychainSecrets(dataDir, keychain)).get('a')).toBe('text');
});

test('a keychain that refuses is locked, a damaged file is said to be damaged', async () => {
  const store = await openKeychainSecrets(dataDir, {
    ...keychain,
    decryptStringAsync: async () => Promise.reject(new Error('no')),
  });
  await store.set('a', 'x');
  await expect(store.get('a')).rejects.toMatchObject({ code: 'secret.locked' });
  await writeFile(join(dataDir, 'keychain.json'), '{');
  await expect(openKeychainSecrets(dataDir, keychain)).rejects.toMatchObject({ code: 'store.corrupt' });
});
