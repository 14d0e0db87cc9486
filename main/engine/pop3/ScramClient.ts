import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

export type ScramHash = 'sha256' | 'sha1';

/** RFC 7677 section 4 asks for 4,096 at least; the most is what a server may make this computer calculate. */
const FEWEST_ITERATIONS = 4096;
const MOST_ITERATIONS = 1_000_000;

/** Why an exchange was given up; never the server's secret or ours. */
export class ScramError extends Error {
  override readonly name = 'ScramError';
}

/**
 * The client of SCRAM (RFC 5802; SHA-256 by RFC 7677), without channel binding. Three messages: `first`, `answer` to
 * the server's first, `verify` of its last: only a server that knows the password can make that one.
 */
export class ScramClient {
  readonly #bare: string;
  #serverSignature: Buffer | null = null;

  constructor(
    private readonly hash: ScramHash,
    user: string,
    private readonly password: string,
    private readonly nonce: string = randomBytes(24).toString('base64').replaceAll(',', '.'),
  ) {
    const name = prepared(user).replaceAll('=', '=3D').replaceAll(',', '=2C');
    this.#bare = `n=${name},r=${this.nonce}`;
  }

  get first(): string {
    return `n,,${this.#bare}`;
  }

  /** Throws ScramError when the server's part is not what the standard allows. */
  async answer(serverFirst: string): Promise<string> {
    const match = /^r=([!-+\--~]{1,1000}),s=([A-Za-z0-9+/]{1,1000}={0,2}),i=(\d{1,7})(?:,|$)/.exec(
      serverFirst,
    );
    const [, nonce = '', salt = '', count = ''] = match ?? [];
    // Its part must follow ours: else an old exchange is being played again.
    if (!nonce.startsWith(this.nonce) || nonce.length === this.nonce.length)
      throw new ScramError('the server did not continue our exchange');
    const iterations = Number(count);
    if (iterations < FEWEST_ITERATIONS || iterations > MOST_ITERATIONS)
      throw new ScramError(`the server asks for ${iterations} iterations`);
    const length = this.hash === 'sha256' ? 32 : 20;
    const salted = await derive(
      prepared(this.password),
      Buffer.from(salt, 'base64'),
      iterations,
      length,
      this.hash,
    );
    const withoutProof = `c=biws,r=${nonce}`;
    const exchange = `${this.#bare},${serverFirst},${withoutProof}`;
    const clientKey = this.#mac(salted, 'Client Key');
    const signature = this.#mac(createHash(this.hash).update(clientKey).digest(), exchange);
    const proof = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
    this.#serverSignature = this.#mac(this.#mac(salted, 'Server Key'), exchange);
    return `${withoutProof},p=${proof.toString('base64')}`;
  }

  /** True when the server's last message proves that it knows the password too. */
  verify(serverFinal: string): boolean {
    const given = Buffer.from(/^v=([A-Za-z0-9+/]+={0,2})(?:,|$)/.exec(serverFinal)?.[1] ?? '', 'base64');
    const expected = this.#serverSignature;
    return expected !== null && given.length === expected.length && timingSafeEqual(given, expected);
  }

  #mac(key: Buffer, text: string): Buffer {
    return createHmac(this.hash, key).update(text, 'utf8').digest();
  }
}

const derive = promisify(pbkdf2);

/** SASLprep (RFC 4013) as far as keyboards go: compatibility forms composed, odd spaces plain, invisible marks gone. */
const prepared = (text: string): string =>
  text
    .replace(/\u034f|[\u00ad\u1806\u200b\u2060\ufeff]|[\u180b-\u180d]|\u200c|\u200d|[\ufe00-\ufe0f]/g, '')
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .normalize('NFKC');
