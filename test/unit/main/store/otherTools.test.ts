import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MessageStore } from '../../../../main/engine/store/MessageStore.ts';
import { sha256 } from './storeScenario.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
/** Python's own reader, told nothing but the file name. */
const script = `
import mailbox, sys, hashlib, re
for message in mailbox.mbox(sys.argv[1], create=False):
    pass
box = mailbox.mbox(sys.argv[1], create=False)
for key in box.keys():
    raw = re.sub(rb'(?m)^>(>*From )', rb'\\1', box.get_bytes(key))
    print(hashlib.sha256(raw).hexdigest(), box[key]['Subject'])
`;

it.skipIf(!hasPython)("segments on a real disk read with Python's mailbox.mbox, byte for byte", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'naru-store-'));
  try {
    const store = await MessageStore.open({ directory, nowMs: Date.now });
    const inbox = (await store.createFolder({ name: 'Inbox' })).id;
    const messages = [
      'Subject: one\n\nFrom here\n>From there\n',
      'Subject: two\r\n\r\nFrom here\r\n\r\n',
      'Subject: three\r\n\r\n>>From \0 \xb0\xa1 bare \r cr\n\n\n',
      `Subject: four\r\n\r\n${'long\r\n'.repeat(300_000)}`,
    ].map((text) => Buffer.from(text, 'latin1'));
    for (const bytes of messages)
      await store.storeMessage(bytes, { folder: inbox, flags: [], receivedAtMs: 1 });
    await store.close();
    const [segment = ''] = await readdir(join(directory, 'mail'));
    const { stdout, stderr } = spawnSync('python3', ['-c', script, join(directory, 'mail', segment)], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual(
      messages.map((bytes, at) => `${sha256(bytes)} ${['one', 'two', 'three', 'four'][at] ?? ''}`),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
