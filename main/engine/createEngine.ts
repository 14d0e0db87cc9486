import { join } from 'node:path';
import { MailError, type AccountId, type BlobId, type Identity } from '../../preload/contract/index.ts';
import { AccountSecretsBook } from './accounts/AccountSecretsBook.ts';
import { AccountStore } from './accounts/AccountStore.ts';
import { networkDiscovery } from './accounts/networkDiscovery.ts';
import { EventHub } from './EventHub.ts';
import { accountHandlers } from './handlers/accountHandlers.ts';
import { hostHandlers } from './handlers/hostHandlers.ts';
import { mailHandlers } from './handlers/mailHandlers.ts';
import { writingHandlers } from './handlers/writingHandlers.ts';
import { createOutbox } from './outbox/Outbox.ts';
import type { Engine, EnginePorts } from './ports.ts';
import { ReportDesk } from './reports/ReportDesk.ts';
import { SettingsStore } from './settings/SettingsStore.ts';
import { SmtpSubmission } from './smtp/SmtpSubmission.ts';
import { AccountSources } from './sources/AccountSources.ts';
import { BlobStore } from './store/BlobStore.ts';
import { DraftStore } from './store/DraftStore.ts';
import { toMailError } from './store/toMailError.ts';
import { nodeWebNetwork } from './web/WebNetwork.ts';
import { Transcripts } from './transcript/Transcripts.ts';

/** Files of drafts that nothing names any more are kept this long: one just added is in no saved draft yet. */
const BLOB_GRACE_MS = 24 * 3_600_000;

/**
 * Puts the engine together from what a shell supplies: the only wiring place. The data directory must be this
 * engine's alone. Rejects when something on the disk cannot be read; nothing is overwritten then.
 */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const { dataDir, clock, logger, parser, demo } = ports;
  const hub = new EventHub();
  const { emit } = hub;
  const transcripts = new Transcripts(
    () => clock.now(),
    () => emit('connections.changed', {}),
  );
  const [accounts, settings] = await Promise.all([AccountStore.open(dataDir), SettingsStore.open(dataDir)]);
  const secrets = new AccountSecretsBook(ports.secrets);
  const sources = new AccountSources({
    dataDir,
    accounts,
    secrets,
    transcripts,
    parser,
    clock,
    logger,
    emit,
  });
  await sources.forgetDemo();
  const drafts = await DraftStore.open(join(dataDir, 'drafts'));
  const blobs = await BlobStore.open({ directory: join(dataDir, 'blobs'), nowMs: () => clock.now() });
  const outbox = await createOutbox({
    directory: join(dataDir, 'outbox'),
    clock,
    logger,
    emit,
    readBlob: (blobId) => readBlob(blobs, blobId),
    identityFor: (accountId, identityId) => identityOf(accounts, accountId, identityId),
    submissionFor: async (accountId) => {
      const account = accounts.get(accountId);
      const secret = await secrets.get(account, 'outgoing');
      return new SmtpSubmission({ server: account.outgoing, secret, accountId, transcripts });
    },
    mailboxFor: (accountId) => sources.source(accountId),
    language: () => noticeLanguage(settings.get().language),
  });
  await blobs.sweep(new Set([...outbox.blobsInUse(), ...blobsOf(drafts)]), BLOB_GRACE_MS);
  const reports = new ReportDesk({
    register: outbox,
    sourceOf: (accountId) => sources.source(accountId),
    logger,
    now: () => clock.now(),
  });
  demo?.onChange(() => emit('demo.changed', {}));

  return {
    handlers: {
      ...hostHandlers({ ports, settings, transcripts, emit, web: ports.web ?? nodeWebNetwork }),
      ...accountHandlers({
        accounts,
        secrets,
        sources,
        transcripts,
        discovery: networkDiscovery(),
        demo,
        emit,
      }),
      ...mailHandlers({ sources, parser, emit, reports }),
      ...writingHandlers({ drafts, blobs, outbox, emit, now: () => clock.now() }),
    },
    onEvent: hub.onEvent,
    close: async () => {
      await reports.settled();
      await outbox.close();
      await sources.closeAll();
      await blobs.close();
      await parser.close();
      await demo?.stop();
    },
  };
}

function identityOf(accounts: AccountStore, accountId: AccountId, identityId: string): Identity {
  const identity = accounts.get(accountId).identities.find(({ id }) => id === identityId);
  if (identity !== undefined) return identity;
  throw new MailError('account.unknown', `the account has no identity ${identityId}`, { scope: 'account' });
}

async function* readBlob(blobs: BlobStore, blobId: BlobId): AsyncGenerator<Uint8Array> {
  try {
    yield* blobs.stream(blobId);
  } catch (error) {
    throw toMailError(error, 'blob.unknown', 'message');
  }
}

function blobsOf(drafts: DraftStore): string[] {
  return drafts.list().flatMap(({ attachments }) => attachments.map(({ blobId }) => blobId));
}

function noticeLanguage(chosen: 'system' | 'en' | 'ko'): 'en' | 'ko' {
  if (chosen !== 'system') return chosen;
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ko') ? 'ko' : 'en';
}
