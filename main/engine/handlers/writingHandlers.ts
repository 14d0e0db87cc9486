import { BlobId, DraftId, type MailError } from '../../../preload/contract/index.ts';
import type { Outbox } from '../outbox/Outbox.ts';
import type { EmitEvent, Handlers } from '../ports.ts';
import type { BlobStore } from '../store/BlobStore.ts';
import type { DraftStore } from '../store/DraftStore.ts';
import { toMailError } from '../store/toMailError.ts';
import { ownBytes } from './ownBytes.ts';

export interface WritingParts {
  readonly drafts: DraftStore;
  readonly blobs: BlobStore;
  readonly outbox: Outbox;
  readonly emit: EmitEvent;
  readonly now: () => number;
}

type WritingMethods = Extract<keyof Handlers, `drafts.${string}` | `blobs.${string}` | `outbox.${string}`>;

/** Drafts, their files and the outbox. */
export function writingHandlers(parts: WritingParts): Pick<Handlers, WritingMethods> {
  const { drafts, blobs, outbox, emit, now } = parts;
  const isHandedOver = (id: DraftId): boolean => outbox.list().some(({ draftId }) => draftId === id);
  return {
    'drafts.list': async () => [...drafts.list()],
    'drafts.save': async (draft) => {
      // A save that was on its way when the message was sent must not bring the draft back beside it.
      if (isHandedOver(draft.id)) return draft;
      const saved = await inContract(drafts.save(draft), 'draft.unknown');
      emit('drafts.changed', {});
      return saved;
    },
    'drafts.delete': async ({ draftId }) => {
      await inContract(drafts.delete(draftId), 'draft.unknown');
      emit('drafts.changed', {});
      return {};
    },

    'blobs.create': async () => ({ blobId: BlobId.parse(await inContract(blobs.create(), 'blob.unknown')) }),
    'blobs.append': async ({ blobId, bytes }) => {
      await inContract(blobs.append(blobId, bytes), 'blob.unknown');
      return {};
    },
    'blobs.finish': async ({ blobId }) => {
      const { sizeBytes, sha256 } = await inContract(blobs.finish(blobId), 'blob.unknown');
      return { sizeBytes, sha256 };
    },
    'blobs.read': async ({ blobId }) => ({
      bytes: ownBytes(await inContract(blobs.read(blobId), 'blob.unknown')),
    }),

    // The outbox has the message on disk before the draft goes; a crash between leaves both, and the id joins them.
    'outbox.enqueue': async (params) => {
      const item = await outbox.enqueue(params);
      await inContract(drafts.delete(params.draft.id), 'draft.unknown');
      emit('drafts.changed', {});
      return item;
    },
    'outbox.list': async () => outbox.list(),
    'outbox.retryNow': (params) => outbox.retryNow(params),
    'outbox.editAgain': async (params) => {
      const draft = await outbox.editAgain(params);
      // The old id is spent. The new one follows from the item, so that asking twice makes one draft.
      const id = DraftId.parse(`again-${params.outboxId}`.slice(0, 64));
      const saved = await inContract(drafts.save({ ...draft, id, updatedAt: now() }), 'draft.unknown');
      emit('drafts.changed', {});
      return saved;
    },
    'outbox.dismiss': (params) => outbox.dismiss(params),
    'outbox.resolveUncertain': (params) => outbox.resolveUncertain(params),
  };
}

function inContract<T>(promise: Promise<T>, notFound: MailError['code']): Promise<T> {
  return promise.catch((error: unknown) => {
    throw toMailError(error, notFound, 'request');
  });
}
