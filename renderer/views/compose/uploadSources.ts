import type { AttachmentInfo, HostApi, InlinePart } from '../../../preload/contract/index.ts';
import type { AnsweredPlace } from './openRequest.ts';
import type { StartedDraft } from './startDraft.ts';
import type { UploadSource } from './useUploads.ts';

/** What a started draft must take along: quoted pictures (known) and forwarded files (to be fetched). */
export function uploadSources(
  started: StartedDraft,
  place: AnsweredPlace | null,
  api: Pick<HostApi, 'mail.fetchPart'>,
): readonly UploadSource[] {
  return [
    ...started.pictures.map(sourceOfPicture),
    ...(place === null ? [] : started.files.map((file) => sourceOfPart(file, place, api))),
  ];
}

const sourceOfPicture = ({ contentId, type, bytes }: InlinePart): UploadSource => ({
  name: contentId.slice(0, 100),
  type,
  sizeBytes: bytes.length,
  contentId: contentId.slice(0, 200),
  bytes: async () => new Blob([bytes.slice()], { type }),
});

const sourceOfPart = (
  { name, type, sizeBytes, partId }: AttachmentInfo,
  place: AnsweredPlace,
  api: Pick<HostApi, 'mail.fetchPart'>,
): UploadSource => ({
  name: name === '' ? 'attachment' : name,
  type,
  sizeBytes,
  contentId: null,
  bytes: async (signal) => {
    const part = await api['mail.fetchPart']({ ...place, partId }, { signal });
    return new Blob([part.bytes.slice()], { type });
  },
});
