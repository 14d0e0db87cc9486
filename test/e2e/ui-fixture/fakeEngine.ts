import {
  AccountId,
  BlobId,
  MailError,
  OutboxId,
  type Account,
  type ConnectionInfo,
  type DemoStatus,
  type Draft,
  type HostApi,
  type OutboxItem,
  type OutboxState,
  type ServerSettings,
} from '../../../preload/contract/index.ts';
import type { NaruDatabase } from '../../../renderer/db/openDatabase.ts';

const server = (host: string, port: number, user: string): ServerSettings => ({
  host,
  port,
  security: 'tls',
  user,
  auth: 'password',
  pinnedCertificate: null,
});
const certificate = {
  subject: 'CN=mail.landing.test',
  issuer: 'CN=mail.landing.test',
  validFrom: '2026-01-01',
  validTo: '2027-01-01',
  fingerprint: '3f9a'.repeat(16),
  hostnames: ['mail.landing.test'],
};
const now = Date.now();
const deferred = new MailError('smtp.deferred', 'try later', {
  host: 'smtp.crepes.fr',
  serverReply: '451 4.3.0 hamburger.edu is having lunch',
}).data;
const refused = new MailError('smtp.recipientRefused', 'no', {
  host: 'smtp.crepes.fr',
  serverReply: '550 5.1.1 no such mailbox',
}).data;
const unknown = new MailError('smtp.outcomeUnknown', 'cut', { host: 'smtp.crepes.fr' }).data;

/** Made-up outgoing messages, one for each state one should see. */
export const outgoing: readonly [string, OutboxState][] = [
  ['Lunch on Friday?', { name: 'waiting', until: now + 8000 }],
  ['Minutes of the meeting', { name: 'retrying', at: now + 1_800_000, error: deferred }],
  ['Pictures from the river', { name: 'uncertain', since: now - 600_000, error: unknown }],
  ['봄 소풍 안내', { name: 'partlyRefused', at: now - 3_600_000, filed: true, error: refused }],
  ['Invoice 2026-11', { name: 'refused', at: now - 90_000_000, error: refused }],
  ['Thank you', { name: 'filed', at: now - 7_200_000 }],
];

function item([subject, state]: readonly [string, OutboxState], index: number): OutboxItem {
  const status = state.name === 'partlyRefused' || state.name === 'refused' ? 'refused' : 'pending';
  return {
    id: OutboxId.parse(`out-${index}`),
    accountId: AccountId.parse('a'),
    draftId: `draft-${index}` as Draft['id'],
    messageId: 'x@y',
    subject,
    from: { name: 'Alice', address: 'alice@crepes.fr' },
    recipients: [
      {
        recipient: { name: 'Bob', address: 'bob@hamburger.edu' },
        kind: 'to',
        status: status === 'refused' ? 'accepted' : status,
        reply: status === 'refused' ? '250 2.1.5 ok' : '',
      },
      {
        recipient: { name: '김민수', address: 'minsu@naver.com' },
        kind: 'cc',
        status,
        reply: status === 'refused' ? '550 5.1.1 no such mailbox' : '',
      },
    ],
    sizeBytes: 2000,
    createdAt: now - index * 1000,
    attempts: 3,
    state,
  };
}

const connections: readonly ConnectionInfo[] = [
  {
    id: 'c1',
    accountId: null,
    protocol: 'imap',
    host: 'imap.crepes.fr',
    port: 993,
    secure: true,
    phase: 'selected',
    openedAt: now - 60_000,
    closedAt: null,
  },
  {
    id: 'c2',
    accountId: null,
    protocol: 'smtp',
    host: 'smtp.crepes.fr',
    port: 465,
    secure: true,
    phase: 'transfer',
    openedAt: now - 5000,
    closedAt: null,
  },
  {
    id: 'c3',
    accountId: null,
    protocol: 'pop3',
    host: 'pop.hamburger.edu',
    port: 110,
    secure: false,
    phase: 'closed',
    openedAt: now - 400_000,
    closedAt: now - 390_000,
  },
];
const dialogue = [
  '* OK crepes.fr ready',
  'a1 LOGIN alice ••••',
  'a1 OK welcome',
  'a2 SELECT INBOX',
  '* 412 EXISTS',
  'a2 OK [READ-WRITE] done',
  'a3 IDLE',
  '+ idling',
];

/** Calls that change something are kept here for tests to read. */
export interface FixtureLog {
  readonly drafts: Draft[];
  readonly enqueued: Draft[];
  readonly accounts: Account[];
  readonly uploadedBytes: number[];
}

/** Accounts, drafts, files, outbox, connections and demo that answer like an engine and reach nobody. */
export function fakeEngine(database: NaruDatabase): Partial<HostApi> {
  const log: FixtureLog = { drafts: [], enqueued: [], accounts: [], uploadedBytes: [] };
  Object.assign(globalThis, { fixtureLog: log });
  let demo: DemoStatus = {
    running: true,
    servers: [
      {
        domain: 'crepes.fr',
        up: true,
        users: ['alice', 'carol'],
        queue: [
          {
            id: 'q',
            from: 'alice@crepes.fr',
            to: ['bob@hamburger.edu'],
            subject: 'Lunch?',
            attempts: 4,
            nextAttemptAt: now + 60_000,
            lastError: 'connection refused',
          },
        ],
      },
      { domain: 'hamburger.edu', up: false, users: ['bob'], queue: [] },
    ],
  };
  if (new URLSearchParams(location.search).has('outbox'))
    database.outbox.bulkPut(outgoing.map(item)).catch(reportError);
  return {
    'accounts.discover': async ({ address }) =>
      address.endsWith('@nowhere.test')
        ? []
        : (['imap', 'pop3'] as const).map((protocol) => ({
            source: 'provider',
            providerName: 'Naver',
            incoming:
              protocol === 'imap'
                ? { protocol, server: server('imap.naver.com', 993, address) }
                : {
                    protocol,
                    server: server('pop.naver.com', 995, address),
                    leaveOnServer: { policy: 'never' },
                  },
            outgoing: server('smtp.naver.com', 465, address),
            hint: 'enableImapThenAppPassword',
          })),
    'accounts.test': async ({ account: { incoming, outgoing: sending }, secrets }) => ({
      incoming: {
        error:
          incoming.server.host === 'mail.landing.test' && incoming.server.pinnedCertificate === null
            ? new MailError('tls.selfSigned', 'self-signed', { host: incoming.server.host, certificate }).data
            : secrets.incoming === 'wrong'
              ? new MailError('auth.wrongPassword', 'no', {
                  host: incoming.server.host,
                  serverReply: 'NO [AUTHENTICATIONFAILED] invalid',
                }).data
              : null,
      },
      outgoing: { error: sending.host === '' ? unknown : null },
    }),
    'accounts.add': async ({ account }) => {
      const added = { ...account, id: AccountId.parse(crypto.randomUUID()), isDemo: false };
      log.accounts.push(added);
      await database.accounts.put({ id: added.id, position: 9, account: added });
      return added;
    },
    'drafts.list': async () => database.drafts.toArray(),
    'drafts.save': async (draft) => {
      const stored = await database.drafts.get(draft.id);
      if (stored !== undefined && stored.updatedAt > draft.updatedAt) return stored;
      log.drafts.push(draft);
      await database.drafts.put(draft);
      return draft;
    },
    'drafts.delete': async ({ draftId }) => {
      await database.drafts.delete(draftId);
      return {};
    },
    'blobs.create': async () => ({ blobId: BlobId.parse(crypto.randomUUID()) }),
    'blobs.append': async ({ bytes }) => {
      log.uploadedBytes.push(bytes.length);
      return {};
    },
    'blobs.finish': async () => ({ sizeBytes: log.uploadedBytes.reduce((a, b) => a + b, 0), sha256: '' }),
    'outbox.enqueue': async ({ draft }) => {
      log.enqueued.push(draft);
      return item([draft.subject, { name: 'waiting', until: Date.now() + 8000 }], 99);
    },
    'outbox.editAgain': async () => {
      const last = log.enqueued.at(-1);
      if (last === undefined) throw new MailError('outbox.wrongState', 'nothing was sent');
      return last;
    },
    'outbox.dismiss': async () => ({}),
    'connections.list': async () => [...connections],
    'connections.transcript': async ({ afterSeq }) =>
      dialogue
        .map((text, seq) => ({
          seq,
          at: now + seq * 1000,
          direction: /^a\d/u.test(text) && !text.includes(' OK ') ? ('sent' as const) : ('received' as const),
          phase: 'selected' as const,
          text,
        }))
        .filter(({ seq }) => seq > afterSeq),
    'demo.status': async () => demo,
    'demo.setServerUp': async ({ domain, up }) => {
      demo = { ...demo, servers: demo.servers.map((one) => (one.domain === domain ? { ...one, up } : one)) };
      return demo;
    },
  };
}
