import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';

const base64 = z.base64().max(200_000);
const Sealed = z.strictObject({ nonce: base64, tag: base64, data: base64 });
export type Sealed = z.infer<typeof Sealed>;

/** What lies on disk as `secrets.json`. Names of entries are readable (account ids), their values are not. */
export const SecretFile = z.strictObject({
  version: z.literal(1),
  key: z.discriminatedUnion('kind', [
    /** The key lies beside it in `secrets.key`. */
    z.strictObject({ kind: z.literal('file') }),
    z.strictObject({ kind: z.literal('passphrase'), salt: base64 }),
  ]),
  /** A known text, sealed: tells a wrong key before anything is asked of it. */
  check: Sealed,
  entries: z.record(z.string().max(200), Sealed),
});
export type SecretFile = z.infer<typeof SecretFile>;

export const CHECK_NAME = ' check';

/** 32 bytes from a passphrase: scrypt (RFC 7914), N 2^15, r 8, p 1; about 100 ms and 32 MB. */
export function deriveKey(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  const options = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFC'), salt, 32, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
}

/** AES-256-GCM with a fresh nonce, bound to the entry's name so that entries cannot be exchanged. */
export function seal(key: Uint8Array, name: string, secret: string): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(name));
  const data = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return {
    nonce: nonce.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    data: data.toString('base64'),
  };
}

/** The inverse; null when key, name or bytes are not those that were sealed. */
export function unseal(key: Uint8Array, name: string, sealed: Sealed): string | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'base64'), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(name));
    decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return decipher.update(Buffer.from(sealed.data, 'base64'), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null; // GCM says no more than "not authentic".
  }
}
