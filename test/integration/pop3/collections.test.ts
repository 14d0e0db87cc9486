import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AccountSecretsBook } from '../../../main/engine/accounts/AccountSecretsBook.ts';
import { AccountStore, newAccountId } from '../../../main/engine/accounts/AccountStore.ts';
import { inlineParser } from '../../../main/engine/mime/inlineParser.ts';
import { AccountSources } from '../../../main/engine/sources/AccountSources.ts';
import { Transcripts } from '../../../main/engine/transcript/Transcripts.ts';
import { FolderPath, type AccountId, type Incoming } from '../../../preload/contract/index.ts';
import { ScriptedServer } from '../../servers/scriptedServer.ts';

const signal = new AbortController().signal;
const inbox = FolderPath.parse('Inbox');
let directory: string;
let accounts: AccountStore;
let sources: AccountSources;
let server: ScriptedServer;
let nowMs: number;
let capabilities: string[];
let drop: string[];
let changed: unknown[];

beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 21);
  capabilities = ['USER', 'UIDL'];
  drop = ['a', 'b'];
  changed = [];
  server = await ScriptedServer.start({
    greeting: ['+OK'],
    steps: [],
    always: [
      { expect: /^CAPA$/, reply: () => ['+OK', ...capabilities, '.'] },
      { expect: /^(USER|PASS|DELE)/, reply: ['+OK'] },
      { expect: /^UIDL$/, reply: () => ['+OK', ...drop.map((id, index) => `${index + 1} ${id}`), '.'] },
      { expect: /^LIST$/, reply: () => ['+OK', ...drop.map((_, index) => `${index + 1} 20`), '.'] },
      {
        expect: /^RETR (\d)$/,
        reply: ({ match }) => ['+OK', `Subject: ${drop[Number(match?.[1]) - 1] ?? ''}`, '', '.'],
      },
      { expect: /^QUIT$/, reply: ['+OK'], close: 'end' },
    ],
  });
  directory = await mkdtemp(join(tmpdir(), 'naru-collections-'));
  accounts = await AccountStore.open(directory);
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
    clock: { now: () => nowMs, setTimer: () => () => undefined },
    logger: { log: () => undefined },
    emit: (event, data) => {
      if (event === 'folder.changed') changed.push(data);
    },
  });
});
afterEach(async () => {
  await sources.closeAll();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

type Pop3 = Omit<Extract<Incoming, { protocol: 'pop3' }>, 'protocol' | 'server'>;
async function add(user: string, more: Partial<Pop3> = {}): Promise<AccountId> {
  const settings = { host: '127.0.0.1', port: server.port, security: 'none', user, auth: 'password', pinnedCertificate: null } as const; // prettier-ignore
  const id = newAccountId();
  const incoming = {
    protocol: 'pop3',
    server: settings,
    leaveOnServer: { policy: 'always' },
    ...more,
  } as const;
  const identities = [{ id: 'main', name: '', address: `${user}@b.test`, replyTo: null, signature: '' }];
  await accounts.add(id, { label: user, incoming, outgoing: settings, identities }, false);
  return id;
}
const count = async (id: AccountId): Promise<number | null> =>
  (await (await sources.source(id)).listFolders(signal)).find(({ path }) => path === inbox)?.total ?? null;

it('a server that wants time between two logins is left alone until then', async () => {
  capabilities.push('LOGIN-DELAY 900');
  const id = await add('alice');
  expect(await sources.collect(id, signal)).toEqual({ stored: 2, deletedOnServer: 0 });
  nowMs += 899_000;
  expect(await sources.collect(id, signal)).toEqual({ stored: 0, deletedOnServer: 0 });
  expect(server.connections).toHaveLength(1);
  nowMs += 1000;
  await sources.collect(id, signal);
  expect(server.connections).toHaveLength(2);
});

it('mail goes to the Inbox that is chosen, and nothing comes again when another is', async () => {
  const alice = await add('alice');
  const bob = await add('bob', { deliverTo: alice });
  await sources.collect(alice, signal);
  // The same ids in another maildrop are other messages.
  expect(await sources.collect(bob, signal)).toEqual({ stored: 2, deletedOnServer: 0 });
  expect([await count(alice), await count(bob)]).toEqual([4, 0]);
  expect(changed).toEqual([{ accountId: alice, folder: inbox }]);

  const account = accounts.get(bob);
  if (account.incoming.protocol !== 'pop3') throw new Error('a POP3 account');
  const { deliverTo: _deliverTo, ...own } = account.incoming;
  await accounts.update({ ...account, incoming: own });
  await sources.close(bob);
  drop.push('c');
  expect(await sources.collect(bob, signal)).toEqual({ stored: 1, deletedOnServer: 0 });
  expect([await count(alice), await count(bob)]).toEqual([4, 1]);
});
