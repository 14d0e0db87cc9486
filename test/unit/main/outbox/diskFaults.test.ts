import { describe, expect, it } from 'vitest';
import { createOutbox, type Outbox } from '../../../../main/engine/outbox/Outbox.ts';
import type { OutboxPorts } from '../../../../main/engine/outbox/OutboxPorts.ts';
import { DraftId, MailError } from '../../../../preload/contract/index.ts';
import { seededRandom } from '../../../servers/seededRandom.ts';
import { identity, newDraft } from '../smtp/composeFixture.ts';
import { MemoryFileSystem, type FaultKind } from '../store/MemoryFileSystem.ts';
import { accept, FakeClock, FakeMailbox } from './outboxFixture.ts';

// The first lies in the journal, the second, too long for that, in a file.
const drafts = ['one', 'two'].map((id) =>
  newDraft({
    id: DraftId.parse(id),
    subject: id,
    html: `<p>${(id === 'two' ? 'long ' : '').repeat(8000)}</p>`,
  }),
);

interface World {
  disk: MemoryFileSystem;
  readonly mailbox: FakeMailbox;
  /** Message-IDs for which the server said 250. */
  readonly taken: string[];
  readonly acknowledged: Set<string>;
}

const portsFor = (world: World, clock: FakeClock, onChange: () => void): OutboxPorts => ({
  directory: '/outbox',
  fileSystem: world.disk,
  clock,
  logger: { log: () => undefined },
  emit: onChange,
  readBlob: async function* () {
    yield Buffer.alloc(0);
  },
  identityFor: () => identity,
  submissionFor: async () => ({
    submit: async (request) => {
      try {
        const outcome = await accept(request, 1);
        world.taken.push(request.envelope.id ?? '');
        return outcome;
      } catch {
        const error = new MailError('store.ioError', 'the disk failed before the final dot').data;
        return { kind: 'deferred', recipients: [], error };
      }
    },
    close: async () => undefined,
  }),
  mailboxFor: async () => world.mailbox,
  language: () => 'en',
  random: () => 0.5,
});

const finished = (outbox: Outbox): boolean =>
  outbox.list().every(({ state }) => state.name === 'filed' || state.name === 'uncertain');

/** Runs until everything is sent and filed, or until it can only wait for time, as after a disk failure. */
const live = async (world: World, steps: number): Promise<Outbox | undefined> => {
  const clock = new FakeClock();
  let changed = (): void => undefined;
  try {
    const outbox = await createOutbox(portsFor(world, clock, () => changed()));
    for (const draft of drafts) {
      const added = await outbox.enqueue({ draft, undoSeconds: 0, sendAt: null }).catch(() => null); // not acknowledged
      if (added !== null) world.acknowledged.add(added.id);
    }
    for (let step = 0; step < steps && !finished(outbox); step += 1) {
      const change = new Promise<void>((resolve) => {
        changed = () => queueMicrotask(resolve);
      });
      await Promise.race([clock.asleep(), change]);
      clock.advance(60_000);
    }
    return outbox;
  } catch {
    return undefined; // the disk failed while opening
  }
};

const run = async (
  kind: FaultKind | null,
  atCall: number,
  after: 'killed' | 'powerCut',
): Promise<{ calls: number; faults: string[] }> => {
  const numbers = seededRandom(atCall);
  const world: World = {
    disk: new MemoryFileSystem(() => numbers.below(1000) / 1000),
    mailbox: new FakeMailbox(),
    taken: [],
    acknowledged: new Set(),
  };
  if (kind !== null) world.disk.fault = { atCall, kind };
  await live(world, kind === null ? 100 : 12);
  const calls = world.disk.calls;
  world.disk = after === 'killed' ? world.disk.processKilled() : world.disk.powerCut();
  const outbox = await live(world, 200);
  const faults: string[] = [];
  if (outbox === undefined) return { calls, faults: ['does not open'] };
  const items = outbox.list();
  const known = new Set<string>(items.map(({ id }) => id));
  for (const id of world.acknowledged) if (!known.has(id)) faults.push(`lost ${id}`);
  for (const { messageId, state } of items) {
    const times = world.taken.filter((other) => other === messageId).length;
    if (state.name === 'filed' ? times !== 1 : state.name !== 'uncertain' || times > 1)
      faults.push(`${state.name}, taken ${times} times`);
  }
  if (new Set(world.taken).size !== world.taken.length) faults.push('taken twice');
  await outbox.close();
  return { calls, faults };
};

describe('the disk fails at every single call, and the process ends', () => {
  it.each<readonly [FaultKind, 'killed' | 'powerCut']>([
    ['EIO', 'killed'],
    ['EIO', 'powerCut'],
    ['ENOSPC', 'killed'],
    ['ENOSPC', 'powerCut'],
    ['shortWrite', 'killed'],
    ['powerCut', 'powerCut'],
  ])(
    '%s, then %s: nothing acknowledged is lost, nothing is sent twice',
    { timeout: 60_000 },
    async (kind, after) => {
      const { calls, faults: none } = await run(null, 0, after);
      expect(none).toEqual([]);
      const broken: string[] = [];
      for (let atCall = 1; atCall <= calls; atCall += 1) {
        const { faults } = await run(kind, atCall, after);
        broken.push(...faults.map((fault) => `call ${atCall}: ${fault}`));
      }
      expect(calls).toBeGreaterThan(30);
      expect(broken).toEqual([]);
    },
  );
});
