import type { SafeStorage } from 'electron';
import { openSecretFile } from '../engine/platform/openSecretFile.ts';
import type { EnginePorts, Logger, SecretStore } from '../engine/ports.ts';
import { hasKeychain, openKeychainSecrets } from './safeStorageSecrets.ts';

/**
 * The best place for secrets that this system has: its keychain, else a file under NARU_PASSPHRASE, else a file
 * whose key lies beside it. The page learns which by `host.hello` and says so plainly.
 */
export async function openSecrets(
  dataDir: string,
  keychain: SafeStorage,
  passphrase: string | null,
  logger: Logger,
): Promise<{ readonly store: SecretStore; readonly kind: EnginePorts['host']['secrets'] }> {
  if (await hasKeychain(keychain, process.platform))
    return { store: await openKeychainSecrets(dataDir, keychain), kind: 'keychain' };
  logger.log('warn', 'secrets', 'this system has no keychain, so passwords are kept in a file');
  return openSecretFile(dataDir, passphrase);
}
