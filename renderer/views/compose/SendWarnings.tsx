import type { ReactNode } from 'react';
import type { DraftWarning } from '../../domain/composing/checkDraft.ts';
import type { Catalogue } from '../../i18n/en.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';

/** Asks once, about everything, before a message leaves that looks unfinished. */
export function SendWarnings({
  warnings,
  onClose,
  onSend,
}: {
  readonly warnings: readonly DraftWarning[];
  readonly onClose: () => void;
  readonly onSend: () => void;
}): ReactNode {
  const text = useText();
  return (
    <Dialog
      title={text.compose.warningTitle}
      isOpen={warnings.length > 0}
      onClose={onClose}
      closeLabel={text.common.close}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>{text.compose.keepWriting}</Button>
          <Button tone="primary" onPress={onSend}>
            {text.compose.sendAnyway}
          </Button>
        </>
      }
    >
      <ul className="n-warnings">
        {warnings.map((warning) => (
          <li key={warning.kind}>{wordsOf(warning, text.compose.warnings)}</li>
        ))}
      </ul>
    </Dialog>
  );
}

function wordsOf(warning: DraftWarning, words: Catalogue['compose']['warnings']): string {
  switch (warning.kind) {
    case 'emptySubject':
      return words.emptySubject;
    case 'emptyMessage':
      return words.emptyMessage;
    case 'forgottenAttachment':
      return words.forgottenAttachment(warning.word);
    case 'manyVisibleRecipients':
      return words.manyVisibleRecipients(warning.count);
  }
}
