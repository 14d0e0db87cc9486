import type { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UidSet, type Operation } from '../../../preload/contract/index.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { seededRandom, type SeededRandom } from '../../servers/seededRandom.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';
import { CachedFolder } from './CachedFolder.ts';
import {
  folder,
  inFolder,
  never,
  openSecondClient,
  openSource,
  settings,
  type Harness,
} from './imapHarness.ts';

const STEPS = 200;
const PATH = 'Model';
const OTHER = 'Elsewhere';
const servers = [
  { name: 'QRESYNC', imapCapability: '' },
  { name: 'CONDSTORE', imapCapability: 'IMAP4rev1 ENABLE CONDSTORE UIDPLUS MOVE ESEARCH' },
  { name: 'IMAP4rev1 alone', imapCapability: 'IMAP4rev1' },
];

/**
 * Two clients at random on one folder; ours sees it only through the engine, sometimes after a single step, sometimes
 * with a batch lost or applied twice. Whenever it is left to finish, it must hold exactly what the server holds.
 */
describe.skipIf(!isAvailable()).each(servers)(
  'random changes on a server with $name',
  ({ imapCapability }) => {
    let server: MailServer;
    let second: ImapFlow;
    let harness: Harness;

    beforeAll(async () => {
      server = await startMailServer({ imapCapability });
      second = await openSecondClient(server, 'alice');
      harness = openSource(settings(server, 'alice'), server.password('alice'));
    });
    afterAll(async () => {
      await harness.source.close();
      await second.logout();
      await server.stop();
    });

    it.each([1, 2, 3])('converge (seed %i)', async (seed) => {
      for (const path of [PATH, OTHER]) await second.mailboxCreate(path);
      const random = seededRandom(seed);
      let cache = new CachedFolder(harness.source, folder(PATH));
      const history: string[] = [];
      let appended = 0;

      const existing = (): Promise<number[]> =>
        inFolder(second, PATH, async () => {
          if (second.mailbox === false || second.mailbox.exists === 0) return [];
          return (await second.search({ all: true }, { uid: true })) || [];
        });
      const some = (list: readonly number[]): string =>
        list.filter(() => random.below(4) === 0).join(',') || String(random.pick(list));

      const actions: Record<string, () => Promise<void>> = {
        append: async () => {
          for (let count = 1 + random.below(4); count > 0; count -= 1) {
            appended += 1;
            await second.append(
              PATH,
              `Subject: ${appended}\r\nMessage-ID: <${seed}-${appended}@x.test>\r\n\r\nx\r\n`,
            );
          }
        },
        flag: async () => {
          const list = await existing();
          if (list.length === 0) return;
          const flags = [random.pick(['\\Seen', '\\Flagged', '\\Deleted', '$Later'])];
          await inFolder(second, PATH, () =>
            random.below(2) === 0
              ? second.messageFlagsAdd(some(list), flags, { uid: true })
              : second.messageFlagsRemove(some(list), flags, { uid: true }),
          );
        },
        expunge: async () => {
          const list = await existing();
          if (list.length > 0)
            await inFolder(second, PATH, () => second.messageDelete(some(list), { uid: true }));
        },
        recreate: async () => {
          if (random.below(6) > 0) return;
          await second.mailboxOpen('INBOX');
          await second.mailboxDelete(PATH);
          await second.mailboxCreate(PATH);
        },
        operate: async () => {
          const list = [...cache.rows.keys()];
          if (list.length === 0 || cache.uidValidity === null) return;
          const uids = UidSet.parse(some(list));
          const opId = `${seed}-${history.length}`;
          const operation: Operation = random.pick<Operation>([
            { kind: 'flags', opId, uids, add: ['\\Answered'], remove: ['\\Seen'] },
            { kind: 'move', opId, uids, destination: folder(OTHER) },
            { kind: 'delete', opId, uids },
          ]);
          const batch = { folder: folder(PATH), uidValidity: cache.uidValidity, operations: [operation] };
          for (let times = 1 + random.below(2); times > 0; times -= 1) {
            const [result] = await harness.source.applyOperations(batch, never);
            expect(['applied', 'stale']).toContain(result?.outcome);
          }
        },
        step: async () => {
          await cache.step(1 + random.below(7));
        },
        lostReply: async () => {
          // The batch never arrives: asked again from the same cursor.
          await harness.source.syncStep(
            { folder: folder(PATH), cursor: cache.cursor, maxMessages: 1 + random.below(7) },
            never,
          );
        },
        applyTwice: async () => {
          const batch = await cache.step(1 + random.below(7));
          cache.apply(batch);
        },
        forget: async () => {
          if (random.below(10) === 0) cache = new CachedFolder(harness.source, folder(PATH));
        },
        converge: async () => {
          await cache.sync(1 + random.below(7));
          expect({ history: history.slice(-12), state: cache.state() }).toEqual({
            history: history.slice(-12),
            state: await onServer(),
          });
        },
      };
      const onServer = (): Promise<[number, string[]][]> =>
        inFolder(second, PATH, async () => {
          if (second.mailbox === false || second.mailbox.exists === 0) return [];
          const all = await second.fetchAll('1:*', { uid: true, flags: true });
          return all.map(({ uid, flags }) => [
            uid,
            [...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort(),
          ]);
        });

      for (let step = 0; step < STEPS; step += 1) {
        const name = pickAction(random, Object.keys(actions));
        history.push(name);
        await actions[name]?.();
      }
      await actions['converge']?.();
      await second.mailboxOpen('INBOX');
      await second.mailboxDelete(PATH);
      await second.mailboxDelete(OTHER);
    });
  },
);

const pickAction = (random: SeededRandom, names: readonly string[]): string => random.pick(names);
