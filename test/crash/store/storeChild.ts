import { createHash } from 'node:crypto';
import { MessageStore } from '../../../main/engine/store/MessageStore.ts';
import { crashMessage } from './crashMessage.ts';

/**
 * Receives messages in groups, moves, flags and expunges some, compacts now and then; says each acknowledged step on
 * stdout as soon as it is durable. It is meant to be killed at any moment.
 */
const [directory = '', seedText = '1'] = process.argv.slice(2);
let seed = Number(seedText);
const random = (below: number): number => {
  seed = (seed * 48271) % 2147483647;
  return seed % below;
};
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const store = await MessageStore.open({ directory, nowMs: Date.now, segmentLimitBytes: 200_000 });
const folder = async (name: string) =>
  store.folders().find((one) => one.name === name) ?? (await store.createFolder({ name }));
const inbox = (await folder('Inbox')).id;
const sorted = (await folder('Sorted')).id;
say('ready');

let number = store.witnesses().length;
for (;;) {
  const items = [];
  const names: string[] = [];
  for (let left = 1 + random(8); left > 0; left -= 1, number += 1) {
    const witness = `uidl-${number}`;
    const append = await store.beginAppend();
    const bytes = crashMessage(number);
    for (let at = 0; at < bytes.length; at += 7000) await append.write(bytes.subarray(at, at + 7000));
    items.push({ staged: await append.finish(), folder: inbox, flags: [], receivedAtMs: number, witness });
    names.push(`${witness}=${createHash('sha256').update(bytes).digest('hex')}`);
  }
  const results = await store.commit(items);
  if (results.some((result) => result.status !== 'stored'))
    throw new Error('a new witness was taken for a duplicate');
  say(`stored ${names.join(' ')}`);
  const some = store.messages(inbox).filter((_, at) => at % 5 === random(5));
  const uids = some.map((one) => one.uid);
  switch (random(6)) {
    case 0:
      await store.move(inbox, uids, sorted);
      say(`moved ${some.map((one) => one.sha256).join(' ')}`);
      break;
    case 1:
      await store.changeFlags(inbox, uids, { add: ['\\Seen'], remove: [] });
      break;
    case 2: {
      const [first] = store.messages(sorted);
      if (first === undefined) break;
      say(`expunging ${first.sha256}`);
      await store.expunge(sorted, [first.uid]);
      say(`expunged ${first.sha256}`);
      break;
    }
    case 3:
      await store.compact({ deadShare: 0.05 });
      break;
    case 4:
      await store.compactJournal();
      break;
    default:
      await store.appendWitnessEvents(
        results.map((_, at) => ({ witness: `uidl-${number - 1 - at}`, event: 'deleted' })),
      );
  }
}
