import { CloudDownload } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { partialSizeBytes } from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { downloadRest } from '../../commands/downloadRest.ts';
import { runCommand } from '../../commands/runCommand.ts';
import type { MessageRow } from '../../domain/rows.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useServices } from '../app/AppServices.ts';
import { useCurrentContext } from '../app/useCommandContext.ts';

/** Says that only the beginning of a message is here, and fetches the rest. Nothing for a message that is whole. */
export function PartialNotice({ row }: { readonly row: MessageRow }): ReactNode {
  const text = useText().reading;
  const formats = useFormats();
  const { undoStack, notifier } = useServices();
  const current = useCurrentContext();
  const [isComing, setIsComing] = useState(false);
  const size = partialSizeBytes(row.flags);
  if (size === null) return null;
  const download = async (): Promise<void> => {
    setIsComing(true);
    await runCommand(downloadRest(row), current(), undoStack, notifier);
    setIsComing(false);
  };
  return (
    <Notice
      icon={CloudDownload}
      tone="accent"
      action={
        <Button isPending={isComing} onPress={() => drop(download(), 'the runner shows what failed')}>
          {isComing ? text.downloading : text.downloadRest(formats.size(size))}
        </Button>
      }
    >
      {text.onlyBeginning}
    </Notice>
  );
}
