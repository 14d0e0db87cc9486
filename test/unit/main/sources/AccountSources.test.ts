import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AccountSecretsBook } from '../../../../main/engine/accounts/AccountSecretsBook.ts';
import { AccountStore, newAccountId } from '../../../../main/engine/accounts/AccountStore.ts';
import { inlineParser } from '../../../../main/engine/mime/inlineParser.ts';
import { systemClock } from '../../../../main/engine/platform/systemClock.ts';
import { AccountSources } from '../../../../main/engine/sources/AccountSources.ts';
import type { FileSystem } from '../../../../main/engine/store/FileSystem.ts';
import { nodeFileSystem } from '../../../../main/engine/store/nodeFileSystem.ts';
import { Transcripts } from '../../../../main/engine/transcript/Transcripts.ts';
import { FolderPath, type AccountId, type ServerSettings } from '../../../../preload/contract/index.ts';

/** The real disk, whose journals can lose an fsync; counts how many handles on them are open at once. */
class FailingDisk {
  failing = false;
  open = 0;
  mostOpen = 0;
  readonly fileSystem: FileSystem = {
    ...nodeFileSystem,
    open: async (path, mode) => {
      const file = await nodeFileSystem.open(path, mode);
      if (!path.endsWith('journal')) return file;
      this.open += 1;
      this.mostOpen = Math.max(this.mostOpen, this.open);
      return {
        ...file,
        datasync: async () => {
          if (this.failing) throw Object.assign(new Error('EIO'), { code: 'EIO' });
          await file.datasync();
        },
        close: async () => {
          this.open -= 1;
          await file.close();
        },
      };
    },
  };
}

const server: ServerSettings = {
  host: '127.0.0.1',
  port: 1,
  security: 'none',
  user: 'bob',
  auth: 'password',
  pinnedCertificate: null,
};
const signal = new AbortController().signal;
const path = (name: string): FolderPath => FolderPath.parse(name);

let directory: string;
let disk: FailingDisk;
let sources: AccountSources;
let id: AccountId;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'naru-sources-'));
  disk = new FailingDisk();
  const accounts = await AccountStore.open(directory);
  id = newAccountId();
  await accounts.add(
    id,
    {
      label: 'bob',
      incoming: { protocol: 'pop3', server, leaveOnServer: { policy: 'never' } },
      outgoing: server,
      identities: [{ id: 'main', name: '', address: 'bob@burger.test', replyTo: null, signature: '' }],
    },
    false,
  );
  sources = new AccountSources({
    dataDir: directory,
    accounts,
    secrets: new AccountSecretsBook({
      get: async () => 'secret',
      set: async () => undefined,
      delete: async () => undefined,
    }),
    transcripts: new Transcripts(Date.now, () => undefined),
    parser: inlineParser,
    clock: systemClock,
    logger: { log: () => undefined },
    emit: () => undefined,
    fileSystem: disk.fileSystem,
  });
});
afterEach(async () => {
  await sources.closeAll();
  await rm(directory, { recursive: true, force: true });
});

const names = async (): Promise<string[]> =>
  (await (await sources.source(id)).listFolders(signal)).map((folder) => folder.path);

it('a store that lost an fsync refuses, and the next request opens it anew, once, with what was acknowledged', async () => {
  const before = await sources.source(id);
  await before.createFolder(path('Kept'), signal);
  disk.failing = true;
  await expect(before.createFolder(path('Refused'), signal)).rejects.toMatchObject({
    code: 'store.ioError',
  });
  disk.failing = false;
  const [after, same] = await Promise.all([sources.source(id), sources.source(id)]);
  expect(after).not.toBe(before);
  expect(after).toBe(same);
  expect(await names()).toContain('Kept');
  await after.createFolder(path('Again'), signal);
  expect(await names()).toContain('Again');
  expect(disk.mostOpen).toBe(1);
});

it('a watch goes on after the store was opened anew', async () => {
  const seen: string[] = [];
  await sources.watch(id, [path('Inbox')], (folder) => seen.push(folder));
  const before = await sources.source(id);
  disk.failing = true;
  await expect(before.createFolder(path('Refused'), signal)).rejects.toThrow();
  disk.failing = false;
  const copy = { folder: path('Inbox'), source: Buffer.from('Subject: hi\r\n\r\nhi\r\n'), messageId: 'a@b' };
  await (await sources.source(id)).fileCopy({ ...copy, flags: [] }, signal);
  expect(seen).toEqual(['Inbox']);
});

it('closing and opening at the same time: never two stores on one directory', async () => {
  for (let round = 0; round < 5; round += 1) {
    await sources.source(id);
    await Promise.all([sources.close(id), sources.source(id), sources.close(id), sources.source(id)]);
  }
  expect(disk.mostOpen).toBe(1);
});
