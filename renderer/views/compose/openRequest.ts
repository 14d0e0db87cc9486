import {
  MailError,
  toErrorData,
  type AccountId,
  type Draft,
  type DraftId,
  type FolderPath,
  type HostApi,
  type MessageBody,
  type Uid,
  type UidValidity,
} from '../../../preload/contract/index.ts';
import type { ComposeRequest } from '../../commands/ViewState.ts';
import { folderByKey } from '../../db/queries/folderQueries.ts';
import { drafts as mirroredDrafts } from '../../db/queries/mirrorQueries.ts';
import { body as cachedBody, message } from '../../db/queries/messageQueries.ts';
import type { NaruDatabase } from '../../db/openDatabase.ts';
import { splitFolderKey, type FolderKey } from '../../domain/rows.ts';
import type { WorkerApi } from '../../worker/workerApi.ts';
import { startAnswer, startNew, type StartContext, type StartedDraft } from './startDraft.ts';

export interface OpenPorts {
  readonly database: NaruDatabase;
  readonly api: Pick<HostApi, 'drafts.list'>;
  readonly worker: Pick<WorkerApi, 'ensureBody'>;
}

/** Makes what the composer begins with. Rejects with a MailError when there is nothing to open. */
export async function openRequest(
  request: ComposeRequest,
  ports: OpenPorts,
  context: StartContext,
  shownFolder: FolderKey | null,
): Promise<StartedDraft> {
  switch (request.kind) {
    case 'new':
      return startNew(context, shownFolder === null ? null : splitFolderKey(shownFolder).accountId);
    case 'draft':
      return {
        draft: await storedDraft(ports, request.draftId),
        files: [],
        pictures: [],
        isQuoteMissing: false,
      };
    case 'reply':
    case 'replyAll':
    case 'forward': {
      const row = await message(ports.database, request.folder, request.uid);
      if (row === undefined) throw new MailError('mail.messageGone', 'the message is not in the cache');
      return startAnswer(context, request.kind, {
        accountId: splitFolderKey(request.folder).accountId,
        summary: row.summary,
        body: await bodyIfReachable(ports, request.folder, request.uid),
      });
    }
  }
}

/** The host's version is the record; the mirror serves while the host does not answer. */
async function storedDraft({ api, database }: OpenPorts, id: DraftId): Promise<Draft> {
  let found: readonly Draft[];
  try {
    found = await api['drafts.list']({});
  } catch (error) {
    if (toErrorData(error).code !== 'disconnected') throw error;
    found = await mirroredDrafts(database);
  }
  const draft = found.find((one) => one.id === id);
  if (draft === undefined) throw new MailError('draft.unknown', 'no such draft');
  return draft;
}

/** Offline one can still answer, without a quote: the composer says so. */
async function bodyIfReachable(
  { database, worker }: OpenPorts,
  folder: FolderKey,
  uid: Uid,
): Promise<MessageBody | null> {
  const cached = await cachedBody(database, folder, uid);
  if (cached !== undefined) return cached.body;
  try {
    await worker.ensureBody(folder, uid);
  } catch (error) {
    if (toErrorData(error).retry !== 'later') throw error;
    return null;
  }
  return (await cachedBody(database, folder, uid))?.body ?? null;
}

/** Where the answered message lies, as the host's calls want it. */
export interface AnsweredPlace {
  readonly accountId: AccountId;
  readonly folder: FolderPath;
  readonly uidValidity: UidValidity;
  readonly uid: Uid;
}

/** The place of the message a request is about; null for a new message, or a folder that is gone. */
export async function placeOf(
  request: ComposeRequest,
  database: NaruDatabase,
): Promise<AnsweredPlace | null> {
  if (request.kind === 'new' || request.kind === 'draft') return null;
  const uidValidity = (await folderByKey(database, request.folder))?.uidValidity ?? null;
  const { accountId, path } = splitFolderKey(request.folder);
  return uidValidity === null ? null : { accountId, folder: path, uidValidity, uid: request.uid };
}
