import {
  MailError,
  type AccountId,
  type MailErrorData,
  type ServerSettings,
} from '../../../preload/contract/index.ts';
import type { Clock, Logger, MailSource } from '../ports.ts';
import type { Transcripts } from '../transcript/Transcripts.ts';
import { applyOperations } from './applyOperations.ts';
import { ConnectionPool, type AccountStatus } from './ConnectionPool.ts';
import { CopyLedger } from './CopyLedger.ts';
import { fileCopy, holdsMessageId } from './fileCopy.ts';
import { createFolder, deleteFolder, renameFolder, subscribeFolder } from './folderCommands.ts';
import { FolderNames } from './FolderNames.ts';
import { FolderWatcher } from './FolderWatcher.ts';
import { ImapConnection } from './ImapConnection.ts';
import { listFolders } from './listFolders.ts';
import { planSources, readSourceBatch } from './readSources.ts';
import { runSyncStep } from './runSyncStep.ts';
import { ensureSelected } from './selectFolder.ts';

export interface ImapSourceOptions {
  readonly account: { readonly id: AccountId; readonly server: ServerSettings };
  /** Asked before each login; never kept. */
  readonly getSecret: () => Promise<string>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly transcripts: Transcripts;
  readonly emitStatus?: (status: AccountStatus, error: MailErrorData | null) => void;
  /** Where copies under way are remembered; null for in memory alone. */
  readonly copiesFile: string | null;
  /** Connections at once, watching included; 3 serves every large provider. */
  readonly connectionLimit: number;
}

/** An IMAP account as a MailSource. Connects when first asked; every rejection is a MailError. */
export function createImapSource(options: ImapSourceOptions): MailSource {
  const { account, clock, logger, connectionLimit } = options;
  const names = new FolderNames();
  const ledger = new CopyLedger(options.copiesFile);
  const open = async (signal: AbortSignal): Promise<ImapConnection> =>
    ImapConnection.open({
      accountId: account.id,
      server: account.server,
      secret: await options.getSecret(),
      clock,
      transcripts: options.transcripts,
      signal,
    });
  // The watcher's connection is one of the account's.
  const watcherHasOwn = connectionLimit >= 2;
  const pool = new ConnectionPool({
    open,
    limit: Math.max(1, connectionLimit - (watcherHasOwn ? 1 : 0)),
    clock,
    logger,
    onStatus: (status, error) => options.emitStatus?.(status, error),
  });
  const watcher = new FolderWatcher({
    open: watcherHasOwn ? open : null,
    onReach: (error) => pool.noteReach(error),
    borrow: (signal, work) => pool.use('background', null, signal, work),
    names,
    clock,
    logger,
  });

  return {
    listFolders: (signal) =>
      pool.use('foreground', null, signal, (connection) => listFolders(connection, names)),
    createFolder: (folder, signal) =>
      pool.use('foreground', null, signal, (connection) => createFolder(connection, names, folder)),
    renameFolder: (folder, newPath, signal) =>
      pool.use('foreground', null, signal, (connection) => renameFolder(connection, names, folder, newPath)),
    deleteFolder: (folder, signal) =>
      pool.use('foreground', null, signal, (connection) => deleteFolder(connection, names, folder)),
    subscribe: (folder, subscribed, signal) =>
      pool.use('foreground', null, signal, (connection) =>
        subscribeFolder(connection, names, folder, subscribed),
      ),
    syncStep: (step, signal) =>
      pool.use('background', step.folder, signal, (connection) =>
        runSyncStep(connection, names, { ...step, now: clock.now() }, signal),
      ),
    applyOperations: (batch, signal) =>
      pool.use('foreground', batch.folder, signal, (connection) =>
        applyOperations({ connection, names, ledger }, batch, signal),
      ),
    readSources: async function* ({ folder, uidValidity, uids }, signal) {
      const withFolder = <T>(work: (connection: ImapConnection) => Promise<T>): Promise<T> =>
        pool.use('foreground', folder, signal, async (connection) => {
          const selected = await ensureSelected(connection, names, folder);
          if (selected.uidValidity !== uidValidity)
            throw new MailError('mail.uidValidityChanged', 'the folder was made anew', {
              scope: 'folder',
              subject: folder,
            });
          return work(connection);
        });
      const plan = await withFolder((connection) => planSources(connection, uids));
      for (const batch of plan.batches) {
        // A connection per batch: what the reader does between two of them holds nobody up.
        yield* await withFolder((connection) => readSourceBatch(connection, batch));
      }
      if (plan.tooLarge.length > 0)
        throw new MailError('protocol.tooLarge', 'a message is too large to read whole', {
          scope: 'message',
          subject: plan.tooLarge.join(',').slice(0, 2000),
        });
    },
    watch: (folders, onChange) => watcher.watch(folders, onChange),
    fileCopy: (copy, signal) =>
      pool.use('background', copy.folder, signal, (connection) => fileCopy(connection, names, copy)),
    holdsMessageId: (folder, messageId, signal) =>
      pool.use('background', folder, signal, (connection) =>
        holdsMessageId(connection, names, folder, messageId),
      ),
    close: async () => {
      await Promise.all([watcher.close(), pool.close()]);
      await ledger.close();
    },
  };
}
