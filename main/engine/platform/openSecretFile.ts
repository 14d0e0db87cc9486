import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { MailError } from '../../../preload/contract/index.ts';
import type { SecretStore } from '../ports.ts';
import { Mutex } from '../store/Mutex.ts';
import { readFileIfExists } from '../store/readFileIfExists.ts';
import { removeIfExists, writeFileDurably } from '../store/writeFileDurably.ts';
import { CHECK_NAME, deriveKey, seal, SecretFile, unseal } from './secretFile.ts';

/** A SecretStore on disk, and how its key is kept. */
export interface FileSecrets {
  readonly store: SecretStore;
  /** `file`: whoever can read this user's files can read the secrets. */
  readonly kind: 'passphrase' | 'file';
}

const CHECK_TEXT = 'naru';

/** Whether `secrets.json` of this directory needs a passphrase to be opened. */
export async function needsPassphrase(dataDir: string): Promise<boolean> {
  return (await readSecretFile(join(dataDir, 'secrets.json')))?.key.kind === 'passphrase';
}

/**
 * Opens (or begins) `secrets.json`, mode 0600. With a passphrase the key is derived from it; without, a random key
 * lies beside it in `secrets.key`. A passphrase given for a file that had none seals everything anew under it.
 * Rejects with `secret.locked` when the passphrase is missing or wrong. A file that nobody can open any more (no
 * key, not ours) is set aside, never overwritten.
 */
export async function openSecretFile(dataDir: string, passphrase: string | null): Promise<FileSecrets> {
  const path = join(dataDir, 'secrets.json');
  const keyPath = join(dataDir, 'secrets.key');
  const existing = await readSecretFile(path);
  if (existing?.key.kind === 'passphrase') {
    if (passphrase === null) throw locked('these secrets are kept under a passphrase');
    const key = await deriveKey(passphrase, Buffer.from(existing.key.salt, 'base64'));
    if (unseal(key, CHECK_NAME, existing.check) !== CHECK_TEXT) throw locked('the passphrase is wrong');
    return { kind: 'passphrase', store: createStore(path, key, existing) };
  }
  const key = await readFileIfExists(keyPath);
  const readable =
    existing !== undefined && key?.length === 32 && unseal(key, CHECK_NAME, existing.check) === CHECK_TEXT;
  if (existing !== undefined && !readable) await setAside(path);
  if (passphrase === null) {
    if (readable) return { kind: 'file', store: createStore(path, key, existing) };
    const fresh = randomBytes(32);
    await writeFileDurably(keyPath, fresh);
    const file = sealedFile(fresh, { kind: 'file' }, {});
    await writeFileDurably(path, toBytes(file));
    return { kind: 'file', store: createStore(path, fresh, file) };
  }
  const salt = randomBytes(16);
  const derived = await deriveKey(passphrase, salt);
  const file = sealedFile(
    derived,
    { kind: 'passphrase', salt: salt.toString('base64') },
    readable ? openAll(key, existing) : {},
  );
  await writeFileDurably(path, toBytes(file));
  await removeIfExists(keyPath);
  return { kind: 'passphrase', store: createStore(path, derived, file) };
}

function createStore(path: string, key: Uint8Array, opened: SecretFile): SecretStore {
  const mutex = new Mutex();
  let entries = new Map(Object.entries(opened.entries));
  const change = (apply: (next: Map<string, SecretFile['entries'][string]>) => void): Promise<void> =>
    mutex.run(async () => {
      const next = new Map(entries);
      apply(next);
      await writeFileDurably(path, toBytes({ ...opened, entries: Object.fromEntries(next) }));
      entries = next;
    });
  return {
    get: async (name) => {
      const sealed = entries.get(name);
      if (sealed === undefined) return null;
      const secret = unseal(key, name, sealed);
      if (secret === null) throw new MailError('secret.missing', 'a stored secret is damaged');
      return secret;
    },
    set: (name, secret) => change((next) => next.set(name, seal(key, name, secret))),
    delete: (name) => change((next) => next.delete(name)),
  };
}

function sealedFile(
  key: Uint8Array,
  keyInfo: SecretFile['key'],
  secrets: Readonly<Record<string, string>>,
): SecretFile {
  return {
    version: 1,
    key: keyInfo,
    check: seal(key, CHECK_NAME, CHECK_TEXT),
    entries: Object.fromEntries(
      Object.entries(secrets).map(([name, secret]) => [name, seal(key, name, secret)]),
    ),
  };
}

/** Damaged entries are left out: `get` would refuse them anyway. */
function openAll(key: Uint8Array, file: SecretFile): Record<string, string> {
  const opened: Record<string, string> = {};
  for (const [name, sealed] of Object.entries(file.entries)) {
    const secret = unseal(key, name, sealed);
    if (secret !== null) opened[name] = secret;
  }
  return opened;
}

async function readSecretFile(path: string): Promise<SecretFile | undefined> {
  const bytes = await readFileIfExists(path, undefined, 16 * 1024 * 1024);
  if (bytes === undefined) return undefined;
  try {
    return SecretFile.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    // Not what we write: keep it for a person to look at, and begin anew.
    await setAside(path);
    return undefined;
  }
}

const setAside = (path: string): Promise<void> => rename(path, `${path}.unreadable-${Date.now()}`);
const toBytes = (file: SecretFile): Uint8Array => new TextEncoder().encode(JSON.stringify(file));
const locked = (message: string): MailError => new MailError('secret.locked', message, { scope: 'app' });
