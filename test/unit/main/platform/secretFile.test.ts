import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needsPassphrase, openSecretFile } from '../../../../main/engine/platform/openSecretFile.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'naru-secrets-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));
const text = (name: string): Promise<string> => readFile(join(dataDir, name), 'utf8');

describe('secrets in a file', () => {
  test.each([
    ['passphrase', '열려라 참깨'],
    ['file', null],
  ])('of kind %s come back after a restart, and are never written plainly', async (kind, passphrase) => {
    const first = await openSecretFile(dataDir, passphrase);
    await Promise.all([
      first.store.set('a/incoming', 'galette'),
      first.store.set('a/outgoing', '비밀번호'),
      first.store.set('gone', 'x'),
    ]);
    await first.store.delete('gone');
    const second = await openSecretFile(dataDir, passphrase);
    expect([
      second.kind,
      await second.store.get('a/incoming'),
      await second.store.get('a/outgoing'),
      await second.store.get('gone'),
      await second.store.get('__proto__'),
    ]).toEqual([kind, 'galette', '비밀번호', null, null]);
    expect(await text('secrets.json')).not.toContain('galette');
    const names = await readdir(dataDir);
    expect(names.sort()).toEqual(kind === 'file' ? ['secrets.json', 'secrets.key'] : ['secrets.json']);
    const modes = await Promise.all(
      names.map(async (name) => (await stat(join(dataDir, name))).mode & 0o777),
    );
    expect(modes).toEqual(names.map(() => 0o600));
  });

  test('a missing or wrong passphrase locks, and changes nothing', async () => {
    await (await openSecretFile(dataDir, 'right')).store.set('a', 'x');
    const before = await text('secrets.json');
    for (const passphrase of [null, 'wrong'])
      await expect(openSecretFile(dataDir, passphrase)).rejects.toMatchObject({ code: 'secret.locked' });
    expect([await text('secrets.json'), await needsPassphrase(dataDir)]).toEqual([before, true]);
  });

  test('a first passphrase takes what was kept without one, and the key goes', async () => {
    await (await openSecretFile(dataDir, null)).store.set('a', 'galette');
    expect(await needsPassphrase(dataDir)).toBe(false);
    const moved = await openSecretFile(dataDir, 'new');
    expect([await moved.store.get('a'), await readdir(dataDir)]).toEqual(['galette', ['secrets.json']]);
  });

  test.each([
    ['the key is gone', () => rm(join(dataDir, 'secrets.key'))],
    ['the key is another', () => writeFile(join(dataDir, 'secrets.key'), Buffer.alloc(32))],
    ['the file is not ours', () => writeFile(join(dataDir, 'secrets.json'), '{"version":2}')],
    ['the file is cut off', () => writeFile(join(dataDir, 'secrets.json'), '{"vers')],
  ])('when %s the old file is set aside and a new one begun', async (_what, harm) => {
    await (await openSecretFile(dataDir, null)).store.set('a', 'x');
    await harm();
    const { store } = await openSecretFile(dataDir, null);
    expect(await store.get('a')).toBeNull();
    expect((await readdir(dataDir)).filter((name) => name.includes('unreadable'))).toHaveLength(1);
    await store.set('a', 'y');
    expect(await (await openSecretFile(dataDir, null)).store.get('a')).toBe('y');
  });

  test('an entry moved to another name is damaged, not another secret', async () => {
    await (await openSecretFile(dataDir, null)).store.set('a', 'x');
    await writeFile(join(dataDir, 'secrets.json'), (await text('secrets.json')).replace('"a":', '"b":'));
    const { store } = await openSecretFile(dataDir, null);
    await expect(store.get('b')).rejects.toMatchObject({ code: 'secret.missing' });
  });
});
