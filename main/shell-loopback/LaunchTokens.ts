import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../engine/ports.ts';

const LIFE_MS = 10 * 60_000;
const MAX_OPEN = 20;

/** One-time tokens of launch links: 256 random bits, good once, for ten minutes. At most 20 are open at a time. */
export class LaunchTokens {
  readonly #clock: Clock;
  /** By hash, so that looking one up tells nothing by its time. */
  readonly #expiryByHash = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  create(): string {
    const token = randomBytes(32).toString('base64url');
    const [oldest] = this.#expiryByHash.keys();
    if (this.#expiryByHash.size >= MAX_OPEN && oldest !== undefined) this.#expiryByHash.delete(oldest);
    this.#expiryByHash.set(hash(token), this.#clock.now() + LIFE_MS);
    return token;
  }

  /** True once for each token, within its life. */
  redeem(token: string): boolean {
    const key = hash(token);
    const expiry = this.#expiryByHash.get(key);
    this.#expiryByHash.delete(key);
    return expiry !== undefined && expiry > this.#clock.now();
  }
}

const hash = (token: string): string => createHash('sha256').update(token).digest('base64url');
