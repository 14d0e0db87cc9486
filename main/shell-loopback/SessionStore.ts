import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock, Logger } from '../engine/ports.ts';
import { Mutex } from '../engine/store/Mutex.ts';
import { readFileIfExists } from '../engine/store/readFileIfExists.ts';
import { writeFileDurably } from '../engine/store/writeFileDurably.ts';

export const SESSION_LIFE_SECONDS = 30 * 24 * 3600;
const MAX_SESSIONS = 50;
const SessionFile = z.strictObject({
  version: z.literal(1),
  sessions: z.array(z.strictObject({ hash: z.string().max(100), expiresAt: z.number() })).max(MAX_SESSIONS),
});
type Session = z.infer<typeof SessionFile>['sessions'][number];

/**
 * Browsers that were let in by a launch link. Kept in `sessions.json` (0600), hashed, for 30 days, so that an open
 * tab finds its way back after the host was restarted. The newest 50 count.
 */
export class SessionStore {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #mutex = new Mutex();
  #sessions: readonly Session[];

  private constructor(path: string, clock: Clock, sessions: readonly Session[]) {
    this.#path = path;
    this.#clock = clock;
    this.#sessions = sessions;
  }

  /** A file that cannot be read means that everybody needs a new link, nothing worse. */
  static async open(dataDir: string, clock: Clock, logger: Logger): Promise<SessionStore> {
    const path = join(dataDir, 'sessions.json');
    const bytes = await readFileIfExists(path, undefined, 1024 * 1024);
    if (bytes === undefined) return new SessionStore(path, clock, []);
    try {
      const file = SessionFile.parse(JSON.parse(new TextDecoder().decode(bytes)));
      return new SessionStore(path, clock, file.sessions);
    } catch (error) {
      logger.log('warn', 'session', 'sessions are unreadable, beginning anew', { error: String(error) });
      return new SessionStore(path, clock, []);
    }
  }

  /** A new session's id, for the cookie alone; durable when it resolves. */
  async create(): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    await this.#mutex.run(async () => {
      const now = this.#clock.now();
      const session = { hash: hash(id), expiresAt: now + SESSION_LIFE_SECONDS * 1000 };
      const alive = this.#sessions.filter(({ expiresAt }) => expiresAt > now);
      const sessions = [...alive, session].slice(-MAX_SESSIONS);
      await writeFileDurably(this.#path, new TextEncoder().encode(JSON.stringify({ version: 1, sessions })));
      this.#sessions = sessions;
    });
    return id;
  }

  isValid(id: string | null): boolean {
    if (id === null) return false;
    const wanted = hash(id);
    const now = this.#clock.now();
    return this.#sessions.some((session) => session.hash === wanted && session.expiresAt > now);
  }
}

const hash = (id: string): string => createHash('sha256').update(id).digest('base64url');
