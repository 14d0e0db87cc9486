import { MailError } from '../../../preload/contract/index.ts';
import type { EmitEvent, Handlers, MailSource, MessageParser } from '../ports.ts';
import type { ReportDesk } from '../reports/ReportDesk.ts';
import type { AccountSources } from '../sources/AccountSources.ts';
import { ownBytes } from './ownBytes.ts';
import { parseBodies } from './parseBodies.ts';

export interface MailParts {
  readonly sources: AccountSources;
  readonly parser: MessageParser;
  readonly emit: EmitEvent;
  /** Looks at what arrives for delivery reports; without it nobody does. */
  readonly reports?: Pick<ReportDesk, 'arrived'>;
}

type MailMethods = Extract<keyof Handlers, `mail.${string}` | `folders.${string}` | `collect.${string}`>;

export function mailHandlers({ sources, parser, emit, reports }: MailParts): Pick<Handlers, MailMethods> {
  const sourceOf = async (
    message: Parameters<MailSource['readSources']>[0] & {
      readonly accountId: Parameters<AccountSources['source']>[0];
    },
    signal: AbortSignal,
  ): Promise<Uint8Array> => {
    const source = await sources.source(message.accountId);
    for await (const found of source.readSources(message, signal)) return found.source;
    throw new MailError('mail.messageGone', 'the message is not there any more', { scope: 'message' });
  };

  return {
    'folders.list': async ({ accountId }, { signal }) =>
      (await sources.source(accountId)).listFolders(signal),
    'folders.create': async ({ accountId, folder }, { signal }) => {
      await (await sources.source(accountId)).createFolder(folder, signal);
      emit('folders.changed', { accountId });
      return {};
    },
    'folders.rename': async ({ accountId, folder, newPath }, { signal }) => {
      await (await sources.source(accountId)).renameFolder(folder, newPath, signal);
      emit('folders.changed', { accountId });
      return {};
    },
    'folders.delete': async ({ accountId, folder }, { signal }) => {
      await (await sources.source(accountId)).deleteFolder(folder, signal);
      emit('folders.changed', { accountId });
      return {};
    },
    'folders.subscribe': async ({ accountId, folder, subscribed }, { signal }) => {
      await (await sources.source(accountId)).subscribe(folder, subscribed, signal);
      emit('folders.changed', { accountId });
      return {};
    },

    'mail.syncStep': async (step, { signal }) => {
      const batch = await (await sources.source(step.accountId)).syncStep(step, signal);
      reports?.arrived(step.accountId, step.folder, batch);
      return batch;
    },
    'mail.applyOperations': async (batch, { signal }) =>
      (await sources.source(batch.accountId)).applyOperations(batch, signal),
    'mail.fetchBodies': async ({ charset, ...batch }, { signal }) => {
      const source = await sources.source(batch.accountId);
      const languages = sources.languages(batch.accountId);
      const choice =
        charset === undefined ? { languages } : { languages, chosen: charset ?? '', withHead: true };
      return parseBodies(parser, source.readSources(batch, signal), signal, choice);
    },
    'mail.fetchPart': async ({ uid, partId, ...where }, { signal }) => {
      const part = await parser.part(await sourceOf({ ...where, uids: [uid] }, signal), partId, signal);
      if (part === null)
        throw new MailError('mail.messageGone', 'the message has no such part', { scope: 'message' });
      return { ...part, bytes: ownBytes(part.bytes) };
    },
    'mail.fetchSource': async ({ uid, ...where }, { signal }) => ({
      bytes: ownBytes(await sourceOf({ ...where, uids: [uid] }, signal)),
    }),
    'mail.watch': async ({ accountId, folders }) => {
      await sources.watch(accountId, folders, (folder) => emit('folder.changed', { accountId, folder }));
      return {};
    },

    'collect.run': ({ accountId }, { signal }) => sources.collect(accountId, signal),
    'collect.rest': ({ accountId, ...where }, { signal }) => sources.collectRest(accountId, where, signal),
  };
}
