import { createHash } from 'node:crypto';
import { MessageStore } from '../../../../main/engine/store/MessageStore.ts';
import { StoreError } from '../../../../main/engine/store/StoreError.ts';
import type { FolderId, StagedMessage } from '../../../../main/engine/store/storeTypes.ts';
import type { MemoryFileSystem } from './MemoryFileSystem.ts';

export const openStore = (fileSystem: MemoryFileSystem, segmentLimitBytes = 600): Promise<MessageStore> =>
  MessageStore.open({ directory: '/store', fileSystem, nowMs: () => 1_700_000_000_000, segmentLimitBytes });

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Message `number`: different sizes, all with something to quote, some without a last line end. */
export const message = (number: number): Buffer =>
  Buffer.from(
    `Subject: ${number}\r\n\r\nFrom ${number}\n${'>From \0\xff'.repeat(number % 7)}${number % 2 === 0 ? '\r\n' : ''}`,
    'latin1',
  );

/** Everything a person can see of a store, bytes included. */
export const contents = async (
  store: MessageStore,
): Promise<Record<string, { flags: readonly string[]; sha256: string }[]>> => {
  const all: Record<string, { flags: readonly string[]; sha256: string }[]> = {};
  for (const folder of store.folders()) {
    all[folder.name] = await Promise.all(
      store
        .messages(folder.id)
        .map(async ({ uid, flags }) => ({ flags, sha256: sha256(await store.readMessage(folder.id, uid)) })),
    );
  }
  return all;
};

/** One step of the scenario; its effect is checked when it was acknowledged, tolerated when it was not. */
export interface Step {
  readonly name: string;
  run(store: MessageStore): Promise<void>;
}

const folderNamed = (store: MessageStore, name: string): FolderId => {
  const folder = store.folders().find((one) => one.name === name);
  if (folder === undefined) throw new StoreError('notFound', name);
  return folder.id;
};
const stage = async (store: MessageStore, number: number): Promise<StagedMessage> => {
  const append = await store.beginAppend();
  try {
    const bytes = message(number);
    await append.write(bytes.subarray(0, 20));
    await append.write(bytes.subarray(20));
    return await append.finish();
  } catch (error) {
    await append.abort();
    throw error;
  }
};
const receive = (first: number, last: number): Step => ({
  name: `receive ${first}-${last}`,
  run: async (store) => {
    const folder = folderNamed(store, 'Inbox');
    const items = [];
    for (let number = first; number <= last; number += 1) {
      items.push({
        staged: await stage(store, number),
        folder,
        flags: [],
        receivedAtMs: number,
        witness: `uidl-${number}`,
      });
    }
    await store.commit(items);
  },
});
const serverDeleted = (first: number, last: number): Step => ({
  name: `deleted on server ${first}-${last}`,
  run: (store) => {
    const witnesses = Array.from({ length: last - first + 1 }, (_, at) => `uidl-${first + at}`);
    return store.appendWitnessEvents(witnesses.map((witness) => ({ witness, event: 'deleted' })));
  },
});
const uidOf = (store: MessageStore, folder: FolderId, number: number) => {
  const wanted = sha256(message(number));
  return store
    .messages(folder)
    .filter((one) => one.sha256 === wanted)
    .map((one) => one.uid);
};

export const steps: readonly Step[] = [
  {
    name: 'make inbox',
    run: async (store) => void (await store.createFolder({ name: 'Inbox', role: 'inbox' })),
  },
  receive(1, 4),
  serverDeleted(1, 4),
  {
    name: 'make sorted',
    run: async (store) =>
      void (await store.createFolder({ name: 'Sorted', parent: folderNamed(store, 'Inbox') })),
  },
  {
    name: 'flag 1',
    run: async (store) => {
      const inbox = folderNamed(store, 'Inbox');
      await store.changeFlags(inbox, uidOf(store, inbox, 1), { add: ['\\Seen'], remove: [] });
    },
  },
  {
    name: 'move 2',
    run: async (store) => {
      const inbox = folderNamed(store, 'Inbox');
      await store.move(inbox, uidOf(store, inbox, 2), folderNamed(store, 'Sorted'));
    },
  },
  {
    name: 'abort one',
    run: async (store) => {
      const append = await store.beginAppend();
      try {
        await append.write(message(99));
      } finally {
        await append.abort();
      }
    },
  },
  receive(5, 8),
  {
    name: 'expunge 3',
    run: async (store) => {
      const inbox = folderNamed(store, 'Inbox');
      await store.expunge(inbox, uidOf(store, inbox, 3));
    },
  },
  { name: 'compact', run: async (store) => void (await store.compact({ deadShare: 0.1 })) },
  { name: 'compact journal', run: (store) => store.compactJournal() },
  receive(9, 10),
];
