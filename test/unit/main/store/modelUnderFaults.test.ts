import { expect, it } from 'vitest';
import type { MessageStore } from '../../../../main/engine/store/MessageStore.ts';
import { StoreError } from '../../../../main/engine/store/StoreError.ts';
import type { FolderId, StoreUid } from '../../../../main/engine/store/storeTypes.ts';
import { seededRandom, type SeededRandom } from '../../../servers/seededRandom.ts';
import { MemoryFileSystem, type FaultKind } from './MemoryFileSystem.ts';
import { contents, message, openStore, sha256 } from './storeScenario.ts';

const steps = Number(process.env['NARU_MODEL_STEPS'] ?? 2500);
/** A new store now and then: each step reads every byte of it. */
const stepsPerStore = 100;
const seed = Number(process.env['NARU_SEED'] ?? 20261121);
const faults: readonly FaultKind[] = ['EIO', 'ENOSPC', 'shortWrite', 'powerCut'];

/** Folder name to the messages in it, in order of uid. */
type Model = ReadonlyMap<string, readonly { readonly sha256: string; readonly flags: readonly string[] }[]>;
interface Change {
  readonly after: Model;
  /** Where it is not whole or nothing: what else it may have come to when it was cut short. */
  readonly halfway?: readonly Model[];
  readonly run: (store: MessageStore) => Promise<unknown>;
}

const idOf = (store: MessageStore, name: string): FolderId => {
  const found = store.folders().find((folder) => folder.name === name);
  if (found === undefined) throw new Error(`no folder ${name}`);
  return found.id;
};
const withFolder = (
  model: Model,
  name: string,
  mail: Model extends ReadonlyMap<string, infer M> ? M : never,
): Model => new Map([...model, [name, mail]]);
/** One line per folder, its messages in order. */
const text = (model: Model | Awaited<ReturnType<typeof contents>>): string =>
  (model instanceof Map
    ? [...(model as Model)]
    : Object.entries(model as Awaited<ReturnType<typeof contents>>)
  )
    .map(
      ([name, mail]) =>
        `${name}: ${mail.map(({ sha256: hash, flags }) => [hash.slice(0, 12), ...flags].join(' ')).join(', ')}`,
    )
    .sort()
    .join('\n');

/** One thing a person might do next, and what the store holds after it. */
class Person {
  #names = 0;
  #messages = 0;
  constructor(private readonly random: SeededRandom) {}

  next(model: Model): Change {
    const names = [...model.keys()];
    const name = names.length === 0 ? '' : this.random.pick(names);
    const mail = model.get(name) ?? [];
    const chosen = mail.flatMap((_, at) => (this.random.below(3) === 0 ? [at] : []));
    const uids = (store: MessageStore, folder: string): StoreUid[] => {
      const all = store.messages(idOf(store, folder)).map(({ uid }) => uid);
      return chosen.flatMap((at) => all[at] ?? []);
    };
    const rest = mail.filter((_, at) => !chosen.includes(at));
    const taken = mail.filter((_, at) => chosen.includes(at));
    const other = names.find((one) => one !== name);
    const kind =
      names.length < 2
        ? 'folder'
        : this.random.pick([
            'receive',
            'receive',
            'receive',
            'flag',
            'move',
            'copy',
            'expunge',
            'rename',
            'folder',
            'remove',
            'compact',
            'rewrite',
          ] as const);
    if (kind === 'folder' || other === undefined) return this.#makeFolder(model);
    switch (kind) {
      case 'receive':
        return this.#receive(model, name);
      case 'flag':
        return {
          after: withFolder(
            model,
            name,
            mail.map((one, at) => (chosen.includes(at) ? { ...one, flags: ['\\Seen'] } : one)),
          ),
          run: (store) =>
            store.changeFlags(idOf(store, name), uids(store, name), { add: ['\\Seen'], remove: [] }),
        };
      case 'move':
        return {
          after: withFolder(withFolder(model, name, rest), other, [...(model.get(other) ?? []), ...taken]),
          run: (store) => store.move(idOf(store, name), uids(store, name), idOf(store, other)),
        };
      case 'copy': {
        this.#names += 1;
        const op = `op-${this.#names}`;
        return {
          after: withFolder(model, other, [...(model.get(other) ?? []), ...taken]),
          run: (store) => store.copy(idOf(store, name), uids(store, name), idOf(store, other), op),
        };
      }
      case 'expunge':
        return {
          after: withFolder(model, name, rest),
          run: (store) => store.expunge(idOf(store, name), uids(store, name)),
        };
      case 'rename': {
        this.#names += 1;
        const renamed = `Folder ${this.#names}`;
        const after = new Map(
          [...model].map(([one, messages]) => [one === name ? renamed : one, messages] as const),
        );
        return { after, run: (store) => store.changeFolder(idOf(store, name), { name: renamed }) };
      }
      case 'remove': {
        const after = new Map([...model].filter(([one]) => one !== name));
        return names.length < 4
          ? this.#makeFolder(model)
          : { after, run: (store) => store.deleteFolder(idOf(store, name)) };
      }
      case 'compact':
        return { after: model, run: (store) => store.compact({ deadShare: 0.3 }) };
      case 'rewrite':
        return { after: model, run: (store) => store.compactJournal() };
    }
  }

  #makeFolder(model: Model): Change {
    this.#names += 1;
    const name = `Folder ${this.#names}`;
    return { after: withFolder(model, name, []), run: (store) => store.createFolder({ name }) };
  }

  #receive(model: Model, name: string): Change {
    const numbers = Array.from({ length: 1 + this.random.below(3) }, () => (this.#messages += 1));
    const mail = numbers.map((number) => ({ sha256: sha256(message(number)), flags: [] }));
    const after = (count: number): Model =>
      withFolder(model, name, [...(model.get(name) ?? []), ...mail.slice(0, count)]);
    return {
      after: after(mail.length),
      // A group shares its fsync; each message is whole or not there.
      halfway: mail.slice(1).map((_, at) => after(at + 1)),
      run: async (store) => {
        const items = [];
        for (const number of numbers) {
          const append = await store.beginAppend();
          try {
            await append.write(message(number));
            items.push({
              staged: await append.finish(),
              folder: idOf(store, name),
              flags: [],
              receivedAtMs: number,
            });
          } catch (error) {
            await append.abort();
            throw error;
          }
        }
        await store.commit(items);
      },
    };
  }
}

it(
  `holds what a model holds over ${steps} random steps and faults (seed ${seed})`,
  { timeout: 60_000 + steps * 20 },
  async () => {
    const random = seededRandom(seed);
    const person = new Person(random);
    let disk = new MemoryFileSystem(() => random.below(1_000_000) / 1_000_000);
    let store = await openStore(disk, 4000);
    let model: Model = new Map();
    const met = { failed: 0, reopened: 0, powerCuts: 0 };
    for (let step = 0; step < steps; step += 1) {
      if (step % stepsPerStore === 0) {
        disk = new MemoryFileSystem(() => random.below(1_000_000) / 1_000_000);
        store = await openStore(disk, 4000);
        model = new Map();
      }
      const change = person.next(model);
      const isFaulty = random.below(3) === 0;
      const kind = random.pick(faults);
      disk.fault = isFaulty ? { atCall: disk.calls + 1 + random.below(12), kind } : undefined;
      let acknowledged = true;
      try {
        await change.run(store);
      } catch (error) {
        expect(error).toBeInstanceOf(StoreError);
        acknowledged = false;
        met.failed += 1;
      }
      const isCut = isFaulty && kind === 'powerCut';
      disk.fault = undefined;
      if (isCut || store.poisoned || random.below(25) === 0) {
        // Killed, or without power: what was not acknowledged may have happened, whole, or not at all.
        disk = isCut || random.below(2) === 0 ? disk.powerCut() : disk.processKilled();
        store = await openStore(disk, 4000);
        met.reopened += 1;
        if (isCut) met.powerCuts += 1;
      }
      const held = text(await contents(store));
      if (acknowledged) model = change.after;
      else {
        const came = [change.after, ...(change.halfway ?? [])].find((possible) => text(possible) === held);
        model = came ?? model;
      }
      expect({ step, held }).toEqual({ step, held: text(model) });
    }
    expect((await store.verify()).damaged).toEqual([]);
    expect(Math.min(met.failed, met.reopened, met.powerCuts)).toBeGreaterThan(steps / 100);
  },
);
