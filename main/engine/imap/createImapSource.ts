import type { AccountId, MailErrorData, ServerSettings } from '../../../preload/contract/index.ts';
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
import { readSources } from './readSources.ts';
import { runSyncStep } from './runSyncStep.ts';
import { StepAhead } from './StepAhead.ts';

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

  const steps = new StepAhead(
    ({ folder, cursor, maxMessages }, signal) =>
      pool.use('background', folder, signal, (connection) =>
        runSyncStep(connection, names, { folder, cursor, maxMessages, now: clock.now() }, signal),
      ),
    clock,
  );

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
    syncStep: (step, signal) => steps.step(step, signal),
    applyOperations: (batch, signal) => {
      steps.forget();
      return pool.use('foreground', batch.folder, signal, (connection) =>
        applyOperations({ connection, names, ledger }, batch, signal),
      );
    },
    readSources: (wanted, signal) => readSources(pool, names, wanted, signal),
    watch: (folders, onChange) =>
      watcher.watch(folders, (folder) => {
        // Whoever asks because of this must not be given what was read before it.
        steps.forget();
        onChange(folder);
      }),
    fileCopy: (copy, signal) => {
      steps.forget();
      return pool.use('background', copy.folder, signal, (connection) => fileCopy(connection, names, copy));
    },
    holdsMessageId: (folder, messageId, signal) =>
      pool.use('background', folder, signal, (connection) =>
        holdsMessageId(connection, names, folder, messageId),
      ),
    close: async () => {
      steps.forget();
      await Promise.all([watcher.close(), pool.close()]);
      await ledger.close();
    },
  };
}
