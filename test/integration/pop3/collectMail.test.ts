import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { probeCertificate } from '../../../main/engine/accounts/probeCertificate.ts';
import type { CollectOptions } from '../../../main/engine/pop3/collectMail.ts';
import { runCollection, testPop3Login } from '../../../main/engine/pop3/pop3Session.ts';
import { WitnessBook } from '../../../main/engine/pop3/WitnessBook.ts';
import { MessageStore } from '../../../main/engine/store/MessageStore.ts';
import type { FolderId } from '../../../main/engine/store/storeTypes.ts';
import { Transcripts } from '../../../main/engine/transcript/Transcripts.ts';
import { MailError, type LeaveOnServer, type ServerSettings } from '../../../preload/contract/index.ts';
import { FaultProxy } from '../../servers/faultProxy.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import { ScriptedServer } from '../../servers/scriptedServer.ts';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';

const signal = new AbortController().signal;
let dir: string;
let store: MessageStore;
let inbox: FolderId;
let now = Date.UTC(2026, 10, 21);

const open = async (): Promise<void> => {
  store = await MessageStore.open({ directory: join(dir, 'store'), nowMs: () => now });
  inbox =
    store.folders().find(({ role }) => role === 'inbox')?.id ??
    (await store.createFolder({ name: 'Inbox', role: 'inbox' })).id;
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'naru-pop3-'));
  await open();
});
afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true });
});

const transcripts = (): Transcripts =>
  new Transcripts(
    () => now,
    () => undefined,
  );
const collect = async (server: ServerSettings, secret: string, leave: LeaveOnServer = { policy: 'never' }, log = transcripts(), more: Partial<CollectOptions['policy']> = {}) => {
  const policy = { leave, largestWholeBytes: null, wanted: new Set<string>(), ...more };
  const { stored, deletedOnServer } = await runCollection({ accountId: null, server, secret, transcripts: log, signal, timeoutMs: 5000, book: new WitnessBook([{ store, prefix: '' }]), inbox, policy, nowMs: () => now, onProgress: () => undefined });
  return { stored, deletedOnServer };
}; // prettier-ignore
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof MailError ? error.code : String(error)),
  );
const stored = async (): Promise<string[]> => {
  const hashes: string[] = [];
  for (const { uid } of store.messages(inbox)) {
    hashes.push(
      createHash('sha256')
        .update(await store.readMessage(inbox, uid))
        .digest('hex'),
    );
  }
  return hashes.sort();
};

describe.skipIf(!isAvailable())('against Dovecot', () => {
  let dovecot: MailServer;
  let pin: string;
  beforeAll(async () => {
    dovecot = await startMailServer();
    const certificate = await probeCertificate(
      'pop3',
      settings({ security: 'tls', port: dovecot.ports.pop3s }),
      signal,
    );
    pin = certificate?.fingerprint ?? '';
  });
  afterAll(() => dovecot.stop());

  const settings = (more: Partial<ServerSettings> = {}): ServerSettings => ({
    host: dovecot.host,
    port: dovecot.ports.pop3s,
    security: 'tls',
    user: dovecot.address('alice'),
    auth: 'password',
    pinnedCertificate: pin ?? null,
    ...more,
  });
  const drop = (user = 'alice'): string[] =>
    dovecot
      .listMailbox(user)
      .map(({ sha256 }) => sha256)
      .sort();

  it('empties a maildrop of 300 into the store, byte for byte, and the next run finds nothing', async () => {
    dovecot.fillMailbox('alice', 300, { seed: 1 });
    const before = drop();
    expect(before).toHaveLength(300);
    expect(await collect(settings(), dovecot.password('alice'))).toEqual({
      stored: 300,
      deletedOnServer: 300,
    });
    expect(drop()).toEqual([]);
    expect(await stored()).toEqual(before);
    expect(await collect(settings(), dovecot.password('alice'))).toEqual({ stored: 0, deletedOnServer: 0 });
  });

  it('works by STLS, and with a password of odd characters', async () => {
    dovecot.fillMailbox('carol', 3, { seed: 2 });
    const server = settings({
      security: 'starttls',
      port: dovecot.ports.pop3,
      user: dovecot.address('carol'),
    });
    expect(await collect(server, dovecot.password('carol'))).toEqual({ stored: 3, deletedOnServer: 3 });
  });

  it('keeps the server’s copy by policy, and deletes it when its time has come, without a second download', async () => {
    dovecot.fillMailbox('bob', 5, { seed: 3 });
    const server = settings({ user: dovecot.address('bob') });
    const secret = dovecot.password('bob');
    expect(await collect(server, secret, { policy: 'always' })).toEqual({ stored: 5, deletedOnServer: 0 });
    expect(await collect(server, secret, { policy: 'always' })).toEqual({ stored: 0, deletedOnServer: 0 });
    expect(await collect(server, secret, { policy: 'days', days: 3 })).toEqual({
      stored: 0,
      deletedOnServer: 0,
    });
    const first = store.messages(inbox)[0];
    await store.expunge(inbox, first === undefined ? [] : [first.uid]);
    expect(await collect(server, secret, { policy: 'untilDeleted' })).toEqual({
      stored: 0,
      deletedOnServer: 1,
    });
    now += 3 * 86_400_000;
    expect(await collect(server, secret, { policy: 'days', days: 3 })).toEqual({
      stored: 0,
      deletedOnServer: 4,
    });
    expect(drop('bob')).toEqual([]);
    expect(store.messages(inbox)).toHaveLength(4);
  });

  it('loses and doubles nothing when the connection is cut, wherever it is', async () => {
    const proxy = await FaultProxy.start({ host: dovecot.host, port: dovecot.ports.pop3 });
    const server = settings({ security: 'none', port: proxy.port });
    const before = dovecot.fillMailbox('alice', 40, { seed: 4 }).length;
    const wanted = drop();
    expect(wanted).toHaveLength(before);
    for (const marker of ['UIDL', 'RETR 7\r', 'DELE 20\r', 'QUIT']) {
      proxy.setFaults([{ kind: 'cutBefore', direction: 'toServer', marker }]);
      expect([marker, await code(collect(server, dovecot.password('alice')))]).toEqual([
        marker,
        'network.closed',
      ]);
      expect(drop()).toEqual(wanted);
    }
    for (const afterBytes of [3, 500, 5000, 20_000]) {
      proxy.setFaults([{ kind: 'cut', direction: 'toClient', afterBytes, how: 'reset' }]);
      expect([afterBytes, await code(collect(server, dovecot.password('alice')))]).toEqual([
        afterBytes,
        'network.closed',
      ]);
      await store.close();
      await open();
    }
    proxy.setFaults([]);
    const last = await collect(server, dovecot.password('alice'));
    expect(last.deletedOnServer).toBe(40);
    expect(drop()).toEqual([]);
    expect(await stored()).toEqual(wanted);
    await proxy.stop();
  });

  it.each([
    ['a wrong password', {}, 'wrong', 'auth.wrongPassword'],
    ['a certificate nobody vouches for', { pinnedCertificate: null }, 'alice-secret', 'tls.untrusted'],
    [
      'another certificate than the pinned one',
      { pinnedCertificate: 'b'.repeat(64) },
      'alice-secret',
      'tls.changed',
    ],
    ['an unknown host', { host: 'no-such-host.invalid' }, 'x', 'network.hostNotFound'],
  ] as const)('names %s', async (_what, more, secret, expected) => {
    const login = {
      accountId: null,
      server: settings(more),
      secret,
      transcripts: transcripts(),
      signal,
      timeoutMs: 5000,
    };
    expect(await code(testPop3Login(login))).toBe(expected);
  });

  it('writes the three states into the transcript, the password in none of its lines', async () => {
    const log = transcripts();
    dovecot.fillMailbox('alice', 1, { seed: 5 });
    await collect(settings(), dovecot.password('alice'), { policy: 'never' }, log);
    const id = log.list()[0]?.id ?? '';
    const shown = log
      .lines(id, -1)
      .filter(({ direction }) => direction === 'sent')
      .map(({ phase, text }) => `${phase}: ${text}`);
    expect(shown).toEqual([
      'authorization: CAPA',
      'authorization: AUTH SCRAM-SHA-256 ••••',
      'authorization: ••••',
      'authorization: ••••',
      'transaction: CAPA',
      'transaction: UIDL',
      'transaction: LIST',
      'transaction: RETR 1',
      'transaction: DELE 1',
      'update: QUIT',
    ]);
    expect(log.list()[0]?.phase).toBe('closed');
  });
});

describe('against servers that break', () => {
  const server = (port: number, security: ServerSettings['security'] = 'none'): ServerSettings => ({
    host: '127.0.0.1', port, security, user: 'u', auth: 'password', pinnedCertificate: null,
  }); // prettier-ignore
  const always = [
    { expect: /^CAPA$/, reply: ['-ERR no'] },
    { expect: /^USER /, reply: ['+OK'] },
    { expect: /^PASS /, reply: ['+OK'] },
    { expect: /^DELE /, reply: ['+OK'] },
  ];
  const noList = { expect: /^LIST$/, reply: ['-ERR no'] };
  const two = { expect: /^UIDL$/, reply: ['+OK', '1 a', '2 b', '.'] };

  it('without UIDL the content is the witness', async () => {
    const message = ['+OK', 'Subject: same', '', 'body', '.'];
    const script = { greeting: ['+OK'], steps: [], always: [...always, { expect: /^UIDL$/, reply: ['-ERR what'] }, { expect: /^LIST$/, reply: ['+OK', '1 20', '.'] }, { expect: /^RETR 1$/, reply: message }, { expect: /^QUIT$/, reply: ['+OK'], close: 'end' as const }] }; // prettier-ignore
    const scripted = await ScriptedServer.start(script);
    expect(await collect(server(scripted.port), 'p', { policy: 'always' })).toEqual({
      stored: 1,
      deletedOnServer: 0,
    });
    expect(await collect(server(scripted.port), 'p', { policy: 'never' })).toEqual({
      stored: 0,
      deletedOnServer: 1,
    });
    await scripted.stop();
  });

  it('a message the server refuses stays there and the others come', async () => {
    const script = { greeting: ['+OK'], steps: [], always: [...always, noList, two, { expect: /^RETR 1$/, reply: ['-ERR broken'] }, { expect: /^RETR 2$/, reply: ['+OK', 'Subject: b', '', '.'] }, { expect: /^QUIT$/, reply: ['+OK'], close: 'end' as const }] }; // prettier-ignore
    const scripted = await ScriptedServer.start(script);
    expect(await collect(server(scripted.port), 'p')).toEqual({ stored: 1, deletedOnServer: 1 });
    await scripted.stop();
  });

  it('a QUIT without +OK leaves the deletion unproven: the content is compared next time', async () => {
    let quits = 0;
    const script = { greeting: ['+OK'], steps: [], always: [...always, noList, two, { expect: /^RETR (\d)$/, reply: ['+OK', 'Subject: m', '', '.'] }, { expect: /^QUIT$/, reply: () => ((quits += 1) === 1 ? ['-ERR disk full'] : ['+OK']), close: 'end' as const }] }; // prettier-ignore
    const scripted = await ScriptedServer.start(script);
    expect(await code(collect(server(scripted.port), 'p'))).toBe('mail.refused');
    expect(store.witness('a')?.state).toBe('deleting');
    expect(await collect(server(scripted.port), 'p')).toEqual({ stored: 0, deletedOnServer: 2 });
    expect(store.witness('a')?.state).toBe('deleted');
    expect(store.messages(inbox)).toHaveLength(2);
    await scripted.stop();
  });

  it('an id used again after deletion brings the new message', async () => {
    let subject = 'first';
    const script = { greeting: ['+OK'], steps: [], always: [...always, noList, { expect: /^UIDL$/, reply: ['+OK', '1 a', '.'] }, { expect: /^RETR 1$/, reply: () => ['+OK', `Subject: ${subject}`, '', '.'] }, { expect: /^QUIT$/, reply: ['+OK'], close: 'end' as const }] }; // prettier-ignore
    const scripted = await ScriptedServer.start(script);
    await collect(server(scripted.port), 'p');
    subject = 'second';
    expect(await collect(server(scripted.port), 'p')).toEqual({ stored: 1, deletedOnServer: 1 });
    expect(store.messages(inbox)).toHaveLength(2);
    await scripted.stop();
  });

  it.each([
    ['speaks something else', { greeting: ['* OK IMAP4rev1'], steps: [] }, 'none', 'protocol.garbage'],
    ['says goodbye at once', { greeting: ['-ERR go away'], steps: [] }, 'none', 'auth.unavailable'],
    [
      'does not offer STLS',
      { greeting: ['+OK'], steps: [], always: [...always, { expect: /^STLS$/, reply: ['-ERR no'] }] },
      'starttls',
      'tls.notOffered',
    ],
    [
      'injects a line before TLS',
      {
        greeting: ['+OK'],
        steps: [],
        always: [...always, { expect: /^STLS$/, reply: '+OK\r\n+OK injected\r\n' }],
      },
      'starttls',
      'protocol.unexpected',
    ],
    [
      'closes in a message',
      {
        greeting: ['+OK'],
        steps: [],
        always: [...always, noList, two, { expect: /^RETR 1$/, reply: '+OK\r\nhalf', close: 'end' as const }],
      },
      'none',
      'network.closed',
    ],
    [
      'is locked',
      {
        greeting: ['+OK'],
        steps: [
          { expect: /^CAPA$/, reply: ['-ERR'] },
          { expect: /^USER/, reply: ['+OK'] },
          { expect: /^PASS/, reply: ['-ERR [IN-USE] maildrop locked'] },
        ],
      },
      'none',
      'mail.inUse',
    ],
  ] as const)('a server that %s: %#', async (_what, script, security, expected) => {
    const scripted = await ScriptedServer.start(script);
    expect(await code(collect(server(scripted.port, security), 'secret-word'))).toBe(expected);
    if (security === 'starttls') {
      expect(scripted.connections.map(({ beforeTls }) => beforeTls.bytes.includes('secret-word'))).toEqual([
        false,
      ]);
    }
    expect(store.messages(inbox)).toHaveLength(0);
    await scripted.stop();
  });
});
