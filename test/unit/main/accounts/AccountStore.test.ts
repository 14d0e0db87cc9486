import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AccountStore, newAccountId } from '../../../../main/engine/accounts/AccountStore.ts';
import { MailError, type AccountDraft } from '../../../../preload/contract/index.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'naru-accounts-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const draft = (user: string): AccountDraft => {
  const server = {
    host: 'mail.example',
    port: 993,
    security: 'tls',
    user,
    auth: 'password',
    pinnedCertificate: null,
  } as const;
  return {
    label: user,
    incoming: { protocol: 'imap', server },
    outgoing: { ...server, port: 465 },
    identities: [{ id: 'i', name: 'N', address: `${user}@example.test`, replyTo: null, signature: '' }],
  };
};
const code = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof MailError ? error.code : String(error)),
  );

describe('AccountStore', () => {
  it('keeps accounts over a restart, demo accounts not', async () => {
    const store = await AccountStore.open(dir);
    const kim = await store.add(newAccountId(), draft('kim'), false);
    await store.add(newAccountId(), draft('demo'), true);
    const lee = await store.add(newAccountId(), draft('lee'), false);
    await store.update({ ...lee, label: 'Lee' });
    await store.remove(kim.id);
    expect((await AccountStore.open(dir)).list()).toEqual([{ ...lee, label: 'Lee' }]);
  });

  it('refuses the same mailbox twice and an account it does not know', async () => {
    const store = await AccountStore.open(dir);
    const kim = await store.add(newAccountId(), draft('kim'), false);
    expect(await code(store.add(newAccountId(), draft('kim'), false))).toBe('account.exists');
    await store.remove(kim.id);
    expect(await code(store.update(kim))).toBe('account.unknown');
  });

  it('does not overwrite a file it cannot read', async () => {
    writeFileSync(join(dir, 'accounts.json'), '{"version":1,"accounts":[{"broken');
    expect(await code(AccountStore.open(dir))).toBe('store.corrupt');
    expect(readFileSync(join(dir, 'accounts.json'), 'utf8')).toBe('{"version":1,"accounts":[{"broken');
  });

  it('writes many changes at once in their order', async () => {
    const store = await AccountStore.open(dir);
    const users = ['a', 'b', 'c', 'd', 'e'];
    await Promise.all(users.map((user) => store.add(newAccountId(), draft(user), false)));
    expect((await AccountStore.open(dir)).list().map(({ label }) => label)).toEqual(users);
  });
});
