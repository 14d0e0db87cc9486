import { fileURLToPath } from 'node:url';
import { mailHandlers } from '../../main/engine/handlers/mailHandlers.ts';
import { createImapSource } from '../../main/engine/imap/createImapSource.ts';
import { ThreadParser } from '../../main/engine/mime/ThreadParser.ts';
import { systemClock } from '../../main/engine/platform/systemClock.ts';
import type { AccountSources } from '../../main/engine/sources/AccountSources.ts';
import { Transcripts } from '../../main/engine/transcript/Transcripts.ts';
import { AccountId, FolderPath, SyncCursor, Uid, UidValidity } from '../../preload/contract/index.ts';

/** What one process of the engine is told to do. */
export interface EngineJob {
  readonly kind: 'headers' | 'bodies' | 'resync';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  readonly cursor: string | null;
  readonly uidValidity: number;
  readonly uids: readonly number[];
}

export interface EngineFigures {
  /** `headers`: from the login's end, as the bare socket's. `resync`: the login with it, as mbsync's. */
  readonly seconds: number;
  /** From the login's end to the first page; `headers` and `resync`. */
  readonly firstListMs: number;
  readonly messages: number;
  readonly steps: number;
  readonly rssMiB: number;
  /** Processor time of the process, its threads included: what remains comparable on a busy machine. */
  readonly cpuSeconds: number;
  readonly cursor: string | null;
  readonly uidValidity: number;
  readonly changes: { readonly added: number; readonly flags: number; readonly vanished: string };
}

const FIRST_STEP = 200;
const MAX_STEP = 2000;
const BODY_SET = 100;
/** Sets under way at once, as the renderer asks for them. */
const SETS_AHEAD = 2;

/** Runs the engine without a renderer: what it answers is dropped, as fast as it comes. */
export async function runEngine(job: EngineJob): Promise<EngineFigures> {
  const accountId = AccountId.parse('bench');
  const inbox = FolderPath.parse('INBOX');
  const never = new AbortController().signal;
  let onlineAt = 0;
  const source = createImapSource({
    copiesFile: null,
    account: {
      id: accountId,
      server: { host: job.host, port: job.port, security: 'none', user: job.user, auth: 'password', pinnedCertificate: null },
    },
    getSecret: async () => job.secret,
    clock: systemClock,
    logger: { log: () => undefined },
    transcripts: new Transcripts(Date.now, () => undefined),
    connectionLimit: 3,
    emitStatus: (status) => {
      if (status === 'online' && onlineAt === 0) onlineAt = performance.now();
    },
  }); // prettier-ignore
  const parser = new ThreadParser(
    new URL(`file://${fileURLToPath(new URL('parseWorker.mjs', import.meta.url))}`),
  );
  const handlers = mailHandlers({
    // The handlers ask it for these alone.
    sources: { source: async () => source, languages: () => [] } as unknown as AccountSources,
    parser,
    emit: () => undefined,
  });
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  let cursor = job.cursor === null ? null : SyncCursor.parse(job.cursor);
  let { uidValidity } = job;
  let [messages, steps, firstListMs, flags, added] = [0, 0, 0, 0, 0];
  const vanished: string[] = [];
  if (job.kind === 'bodies') {
    const sets: (readonly number[])[] = [];
    for (let at = 0; at < job.uids.length; at += BODY_SET) sets.push(job.uids.slice(at, at + BODY_SET));
    const next = async (): Promise<void> => {
      for (let set = sets.shift(); set !== undefined; set = sets.shift()) {
        const bodies = await handlers['mail.fetchBodies'](
          { accountId, folder: inbox, uidValidity: UidValidity.parse(uidValidity), uids: set.map((uid) => Uid.parse(uid)) },
          { signal: never },
        ); // prettier-ignore
        messages += bodies.length;
        steps += 1;
      }
    };
    await Promise.all(Array.from({ length: SETS_AHEAD }, next));
  } else {
    let size = FIRST_STEP;
    for (let more = true; more;) {
      const batch = await handlers['mail.syncStep'](
        { accountId, folder: inbox, cursor, maxMessages: size },
        { signal: never },
      );
      if (steps === 0) firstListMs = performance.now() - onlineAt;
      steps += 1;
      messages = batch.progress.done;
      added += batch.added.length;
      flags += batch.flagChanges.length;
      if (batch.vanished !== '') vanished.push(batch.vanished);
      ({ nextCursor: cursor, more, uidValidity } = batch);
      size = Math.min(MAX_STEP, size * 2);
    }
  }
  const seconds = (performance.now() - (job.kind === 'headers' ? onlineAt : started)) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  await source.close();
  await parser.close();
  return {
    seconds,
    firstListMs,
    messages,
    steps,
    rssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    cpuSeconds,
    cursor,
    uidValidity,
    changes: { added, flags, vanished: vanished.join(',').slice(0, 200) },
  };
}
