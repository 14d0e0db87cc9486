import { toErrorData, type HostApi, type InlinePart } from '../../../preload/contract/index.ts';
import type { StartedDraft } from './startDraft.ts';

/** More than this is not shown while writing; it is sent all the same. */
const MAX_SHOWN = 50;

/** The pictures a draft's HTML shows: quoted ones, and for a stored draft those that lie with the host. */
export async function loadPictures(
  { draft, pictures }: StartedDraft,
  api: Pick<HostApi, 'blobs.read'>,
): Promise<readonly InlinePart[]> {
  const loaded: InlinePart[] = [...pictures];
  for (const { contentId, blobId, type } of draft.attachments.slice(0, MAX_SHOWN)) {
    if (contentId === null || !type.startsWith('image/')) continue;
    try {
      loaded.push({ contentId, type, ...(await api['blobs.read']({ blobId })) });
    } catch (error) {
      // The text matters more than its picture: it opens without, and sending names what is missing.
      if (toErrorData(error).code !== 'blob.unknown') throw error;
    }
  }
  return loaded;
}
