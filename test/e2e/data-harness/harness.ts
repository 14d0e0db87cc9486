import '../../../renderer/domain/zodWithoutEval.ts';
import type { MessageSummary } from '../../../preload/contract/index.ts';
import { openDatabase, type NaruDatabase } from '../../../renderer/db/openDatabase.ts';
import { messageOrder, messagesByUid } from '../../../renderer/db/queries/messageQueries.ts';
import { commitSyncBatch } from '../../../renderer/db/writes/commitSyncBatch.ts';
import { recordChange } from '../../../renderer/db/writes/recordChange.ts';
import { replaceFolders } from '../../../renderer/db/writes/replaceFolders.ts';
import { storeBodies } from '../../../renderer/db/writes/storeBodies.ts';
import { webLocks } from '../../../renderer/sync/accountLock.ts';
import { createWorkerCore } from '../../../renderer/worker/createWorkerCore.ts';
import { broadcastPeers } from '../../../renderer/worker/Peers.ts';
import { systemClock } from '../../../renderer/worker/systemClock.ts';
import { createWorkerClient } from '../../../renderer/worker/workerClient.ts';
import { FakeMailHost } from '../../unit/renderer/sync/FakeMailHost.ts';
import {
  account,
  accountId,
  batch,
  cursor,
  folderInfo,
  inbox,
  shown,
  summary,
  uid,
  validity,
} from '../../unit/renderer/sync/fixtures.ts';

const STEP = 2000;
/** A summary as large as real ones: four addresses, three references, every fifth with an attachment. */
const realistic = (id: number): MessageSummary =>
  summary(id, id % 4 === 0 ? [] : ['\\Seen'], {
    subject: `Re: 회의 일정 안내 and the agenda of week ${id}`,
    to: [1, 2, 3].map((n) => ({ name: `Person Number ${n}`, address: `person${n}@hamburger.test` })),
    references: [1, 2, 3].map((n) => `${id}-${n}-0123456789abcdef@mail.hamburger.test`),
    attachments:
      id % 5 === 0
        ? [
            {
              partId: '2' as never,
              name: 'minutes.pdf',
              type: 'application/pdf',
              sizeBytes: 90_000,
              contentId: null,
              inline: false,
            },
          ]
        : [],
  });

const timed = async <T>(work: () => Promise<T>): Promise<[ms: number, result: T]> => {
  const start = performance.now();
  const result = await work();
  return [Math.round((performance.now() - start) * 10) / 10, result];
};

/** Commits `count` summaries in steps of 2,000, then reads and changes them as a list does. Times in ms. */
async function measure(count: number) {
  const database = openDatabase(`measure-${crypto.randomUUID()}`);
  await replaceFolders(database, accountId, [folderInfo('INBOX', 'inbox')]);
  const steps = Math.ceil(count / STEP);
  const batches = Array.from({ length: steps }, (_, step) =>
    batch({
      reset: step === 0,
      // Newest first, as the engine sends them.
      added: Array.from({ length: Math.min(STEP, count - step * STEP) }, (_row, n) =>
        realistic(count - step * STEP - n),
      ),
      nextCursor: cursor(`${step + 1}`),
    }),
  );
  const [commitMs] = await timed(async () => {
    for (const [step, next] of batches.entries())
      await commitSyncBatch(database, inbox, step === 0 ? null : cursor(`${step}`), next);
  });
  const [orderMs, order] = await timed(() => messageOrder(database, inbox, { filter: 'all' }));
  const [unreadOrderMs, unread] = await timed(() => messageOrder(database, inbox, { filter: 'unread' }));
  const [windowMs, rows] = await timed(() => messagesByUid(database, inbox, order.slice(0, 60)));
  const context = { newOperationId: () => crypto.randomUUID(), nowMs: Date.now() };
  const [starThousandMs] = await timed(() =>
    recordChange(
      database,
      inbox,
      order.slice(0, 1000),
      { kind: 'flags', add: ['\\Flagged'], remove: [] },
      context,
    ),
  );
  const [recommitMs] = await timed(() =>
    commitSyncBatch(database, inbox, cursor(`${steps}`), {
      ...batches[0]!,
      reset: false,
      nextCursor: cursor('again'),
    }),
  );
  const bodies = order.slice(0, 500).map((id) => ({
    uid: id,
    headers: [],
    text: 'word '.repeat(800),
    html: null,
    attachments: [],
    inlineParts: [],
    truncated: false,
  }));
  const [bodies500Ms] = await timed(async () => {
    for (let start = 0; start < bodies.length; start += 25)
      await storeBodies(database, inbox, validity(1), bodies.slice(start, start + 25));
  });
  const counters = await database.folders.get(inbox);
  await database.delete();
  return {
    count,
    commitMs,
    perSecond: Math.round((count / commitMs) * 1000),
    orderMs,
    unreadOrderMs,
    windowMs,
    starThousandMs,
    recommitMs,
    bodies500Ms,
    listed: order.length,
    unread: unread.length,
    total: counters?.total,
    rows: rows.length,
  };
}

let tab: NaruDatabase | undefined;

/** A tab with real locks and channels, on a fake server of 40 messages that is its own. */
async function openTab(name: string): Promise<void> {
  const host = new FakeMailHost();
  host.accounts = [account()];
  const folder = host.addFolder('INBOX', 'inbox');
  for (let count = 0; count < 40; count += 1) folder.add();
  tab = openDatabase(name);
  const core = createWorkerCore({
    database: tab,
    host,
    locks: webLocks(navigator.locks),
    peers: broadcastPeers(name),
    clock: systemClock,
    newOperationId: () => crypto.randomUUID(),
    onError: (error) => console.error(error),
  });
  Object.assign(globalThis, {
    tabCalls: host.calls,
    tabStatus: () => core.status().accounts[accountId]?.state,
  });
  Object.assign(globalThis, {
    deleteOne: (id: number) => core.api.change(inbox, [uid(id)], { kind: 'delete' }),
  });
}

/** The real worker entry, on a host that does not answer; resolves with its first status. */
const startRealWorker = () =>
  new Promise((resolve) => {
    const worker = new Worker(new URL('../../../renderer/worker/worker.ts', import.meta.url), {
      type: 'module',
    });
    const client = createWorkerClient(worker);
    client.subscribe(() => resolve(client.status()));
    const url = new URL('/rpc', location.href);
    url.protocol = 'ws:';
    worker.postMessage({ type: 'start', databaseName: 'real', host: { kind: 'webSocket', url: url.href } });
  });

const violations: string[] = [];
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));

export const harness = {
  measure,
  openTab,
  startRealWorker,
  violations: () => violations,
  shown: async () => (tab === undefined ? null : shown(tab)),
};
Object.assign(globalThis, { harness });
