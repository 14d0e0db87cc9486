import type { SafeStorage } from 'electron';
import { join } from 'node:path';
import { z } from 'zod';
import { MailError } from '../../preload/contract/index.ts';
import type { SecretStore } from '../engine/ports.ts';
import { Mutex } from '../engine/store/Mutex.ts';
import { readFileIfExists } from '../engine/store/readFileIfExists.ts';
import { writeFileDurably } from '../engine/store/writeFileDurably.ts';

const KeychainFile = z.strictObject({
  version: z.literal(1),
  /** Encrypted by the system's keychain, base64. */
  entries: z.record(z.string().max(200), z.base64().max(200_000)),
});
const MAX_FILE_BYTES = 16 * 1024 * 1024;

type Keychain = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
>;

/**
 * Whether the system keeps keys for us. On Linux Electron may fall back to `basic_text`, whose key is written in
 * its source: that is no keychain. Ask after the app is ready.
 */
export async function hasKeychain(keychain: Keychain, platform: NodeJS.Platform): Promise<boolean> {
  if (!(await keychain.isAsyncEncryptionAvailable())) return false;
  if (platform !== 'linux') return true;
  const backend = keychain.getSelectedStorageBackend();
  return backend !== 'basic_text' && backend !== 'unknown';
}

/** A SecretStore in `keychain.json`, each entry encrypted by the system's keychain. Durable when a call resolves. */
export async function openKeychainSecrets(dataDir: string, keychain: Keychain): Promise<SecretStore> {
  const path = join(dataDir, 'keychain.json');
  const mutex = new Mutex();
  let entries = await readEntries(path);
  const change = (apply: (next: Map<string, string>) => void): Promise<void> =>
    mutex.run(async () => {
      const next = new Map(entries);
      apply(next);
      const file = { version: 1, entries: Object.fromEntries(next) };
      await writeFileDurably(path, new TextEncoder().encode(JSON.stringify(file)));
      entries = next;
    });
  const set = async (name: string, secret: string): Promise<void> => {
    const encrypted = await keychain.encryptStringAsync(secret);
    await change((next) => next.set(name, encrypted.toString('base64')));
  };
  return {
    get: async (name) => {
      const encrypted = entries.get(name);
      if (encrypted === undefined) return null;
      const { result, shouldReEncrypt } = await decrypt(keychain, encrypted);
      // The system changed its key: whoever asks next may no longer be able to read the old form.
      if (shouldReEncrypt) await set(name, result);
      return result;
    },
    set,
    delete: (name) => change((next) => next.delete(name)),
  };
}

async function decrypt(
  keychain: Keychain,
  encrypted: string,
): Promise<{ result: string; shouldReEncrypt: boolean }> {
  try {
    return await keychain.decryptStringAsync(Buffer.from(encrypted, 'base64'));
  } catch (error) {
    throw new MailError('secret.locked', 'the keychain does not give this secret back', { cause: error });
  }
}

async function readEntries(path: string): Promise<ReadonlyMap<string, string>> {
  const bytes = await readFileIfExists(path, undefined, MAX_FILE_BYTES);
  if (bytes === undefined) return new Map();
  const parsed = KeychainFile.safeParse(parseJson(bytes));
  if (parsed.success) return new Map(Object.entries(parsed.data.entries));
  throw new MailError('store.corrupt', `${path} is damaged; move it away and enter the passwords anew`, {
    scope: 'app',
  });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined; // which the schema then refuses
  }
}
