import { Download, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { AttachmentInfo } from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { showFailure } from '../../commands/runCommand.ts';
import { saveAttachment } from '../../commands/saveAttachment.ts';
import type { MessageRow } from '../../domain/rows.ts';
import { isDangerousType } from '../../domain/trust/dangerousType.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useServices } from '../app/AppServices.ts';
import { oneLine } from '../messageList/describeRow.ts';
import { attachmentIcon } from './attachmentIcon.ts';
import './AttachmentList.css';

export interface AttachmentListProps {
  readonly row: MessageRow;
  readonly attachments: readonly AttachmentInfo[];
}

/** The files of a message; a click saves one. They are never opened here. */
export function AttachmentList({ row, attachments }: AttachmentListProps): ReactNode {
  const text = useText();
  return (
    <section aria-label={text.reading.attachments(attachments.length)} className="n-attachments">
      {attachments.map((attachment) => (
        <AttachmentChip key={attachment.partId} row={row} attachment={attachment} />
      ))}
    </section>
  );
}

function AttachmentChip({
  row,
  attachment,
}: {
  readonly row: MessageRow;
  readonly attachment: AttachmentInfo;
}): ReactNode {
  const text = useText();
  const formats = useFormats();
  const { database, host, notifier } = useServices();
  const [isSaving, setIsSaving] = useState(false);
  const name = oneLine(attachment.name) || text.reading.unnamedAttachment;
  const isDangerous = isDangerousType(attachment.name, attachment.type);
  const { Icon, label } = attachmentIcon(attachment);
  const save = async (): Promise<void> => {
    setIsSaving(true);
    await showFailure({ text }, notifier, () =>
      saveAttachment({ database, host, folder: row.folder, uid: row.uid }, attachment, name),
    );
    setIsSaving(false);
  };
  return (
    <Button
      className="n-attachment"
      isPending={isSaving}
      onPress={() => drop(save(), 'failures are shown by showFailure')}
    >
      <span className="n-hidden">{text.reading.saveAttachment}</span>
      <Icon aria-hidden size={20} strokeWidth={1.5} className="n-attachment__icon" />
      <span className="n-attachment__words">
        <bdi className="n-attachment__name n-ellipsis" title={name}>
          {name}
        </bdi>
        <span className="n-attachment__size">
          {label} · {formats.size(attachment.sizeBytes)}
        </span>
        {isDangerous ? (
          <span className="n-attachment__danger">
            <TriangleAlert aria-hidden size={12} />
            {text.reading.dangerousFile}
          </span>
        ) : null}
      </span>
      {isSaving ? (
        <ProgressRing label={text.reading.saving} />
      ) : (
        <Download aria-hidden size={15} strokeWidth={1.75} className="n-attachment__save" />
      )}
    </Button>
  );
}
