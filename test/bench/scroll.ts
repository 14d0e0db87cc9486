// The list while its folder is being filled: a person scrolls through it, frame by frame, from the first rows to the
// last commit. Naru in Chromium, IMAP from Dovecot, small messages.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startMailServer } from '../servers/startMailServer.ts';
import { openNaru, reached } from './imapInChromium.ts';
import { fillMaildir } from './imapMailbox.ts';
import { BareClient, SUMMARY_QUERY, timeBareFetch } from './imapRaw.ts';
import { scrollUntilListed } from './syncProbe.ts';

const messages = process.argv.includes('--small') ? 10_000 : 100_000;

const base = mkdtempSync(path.join(tmpdir(), 'nb-'));
// Dovecot's own user has to get through it.
chmodSync(base, 0o711);
const server = await startMailServer({ directory: path.join(base, 'd') });
try {
  (await BareClient.login(server, 'alice')).close();
  fillMaildir(path.join(server.directory, 'mail', 'alice', 'Maildir'), 'small', messages);
  // Dovecot's own index is warm.
  await timeBareFetch(server, 'alice', SUMMARY_QUERY);
  const naru = await openNaru(server, 'alice', messages);
  try {
    await naru.login();
    const loginAt = await reached(naru.page, 'loginAt');
    const firstListMs = (await reached(naru.page, 'firstListAt')) - loginAt;
    const during = await naru.page.evaluate(scrollUntilListed, { pixels: 100, frames: 0 });
    const headersSeconds = ((await reached(naru.page, 'allListedAt')) - loginAt) / 1000;
    // The same walk when nothing comes in any more: what the machine can do.
    const after = await naru.page.evaluate(scrollUntilListed, { pixels: 100, frames: 300 });
    console.log(JSON.stringify({ what: 'quiet', ...after }));
    console.log(
      JSON.stringify({
        firstListMs,
        headersSeconds,
        messages,
        frameP50Ms: during.p50,
        frameP95Ms: during.p95,
        frameMaxMs: during.max,
        longTasks: during.longTasks,
        longTaskMs: during.longTaskMs,
        lateFrames: during.lateFrames,
        placeholders: during.placeholders,
        frames: during.frames,
        ratio: { p95DuringVsQuiet: during.p95 / after.p95 },
      }),
    );
  } finally {
    await naru.close();
  }
} finally {
  await server.stop();
  rmSync(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}
