import { Paperclip, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { DraftAttachment } from '../../../preload/contract/index.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import type { Upload } from './useUploads.ts';
import './AttachmentChips.css';

/** The files of the draft, and those still on their way into it. */
export function AttachmentChips({
  attachments,
  uploads,
  onRemove,
  onCancel,
}: {
  readonly attachments: readonly DraftAttachment[];
  readonly uploads: readonly Upload[];
  readonly onRemove: (attachment: DraftAttachment) => void;
  readonly onCancel: (key: string) => void;
}): ReactNode {
  const text = useText();
  const formats = useFormats();
  const files = attachments.filter(({ contentId }) => contentId === null);
  if (files.length + uploads.length === 0) return null;
  return (
    <ul className="n-files" aria-label={text.compose.attachments}>
      {files.map((file) => (
        <li key={file.blobId} className="n-file">
          <Paperclip aria-hidden size={15} strokeWidth={1.75} />
          <span className="n-file__name n-ellipsis">{file.name}</span>
          <span className="n-file__size">{formats.size(file.sizeBytes)}</span>
          <IconButton
            icon={X}
            size="small"
            label={text.compose.removeAttachment(file.name)}
            onPress={() => onRemove(file)}
          />
        </li>
      ))}
      {uploads.map(({ key, name, sizeBytes, sentBytes, error }) => {
        const share = sizeBytes === 0 ? 0 : sentBytes / sizeBytes;
        return (
          <li key={key} className="n-file">
            {error === null ? (
              <ProgressRing
                label={text.compose.uploading(name, Math.round(share * 100))}
                value={sentBytes === 0 ? null : share}
              />
            ) : null}
            <span className="n-file__name n-ellipsis">{name}</span>
            {error === null ? (
              <span className="n-file__size">{formats.size(sizeBytes)}</span>
            ) : (
              <span className="n-file__error" role="alert">
                {text.errors[error.code](error).title}
              </span>
            )}
            <IconButton
              icon={X}
              size="small"
              label={text.compose.cancelUpload(name)}
              onPress={() => onCancel(key)}
            />
          </li>
        );
      })}
    </ul>
  );
}
