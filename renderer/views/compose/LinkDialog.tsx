import { useState, type ReactNode } from 'react';
import { isMailAddress } from '../../domain/composing/address.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';

/** Asks where a link goes. */
export function LinkDialog({
  url,
  onClose,
  onSet,
}: {
  readonly url: string;
  readonly onClose: () => void;
  readonly onSet: (url: string | null) => void;
}): ReactNode {
  const text = useText();
  const [value, setValue] = useState(url);
  const [attempted, setAttempted] = useState(false);
  const link = linkOf(value);
  const save = (): void => {
    setAttempted(true);
    if (link !== null) onSet(link);
  };
  return (
    <Dialog
      title={text.compose.linkTitle}
      isOpen
      onClose={onClose}
      closeLabel={text.common.close}
      size="small"
      actions={
        <>
          {url === '' ? null : (
            <Button tone="quiet" onPress={() => onSet(null)}>
              {text.compose.linkRemove}
            </Button>
          )}
          <Button tone="primary" onPress={save}>
            {text.compose.linkSet}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextField
          label={text.compose.linkAddress}
          autoFocus
          maxLength={2000}
          placeholder="https://"
          value={value}
          error={attempted && link === null ? text.compose.linkInvalid : undefined}
          onChange={setValue}
        />
      </form>
    </Dialog>
  );
}

/** What was typed as a link: with its scheme, an address as mailto, `example.org` as https; null for anything else. */
export function linkOf(typed: string): string | null {
  const text = typed.trim();
  if (/^(?:https?:\/\/|mailto:)\S+$/iu.test(text)) return text;
  if (isMailAddress(text)) return `mailto:${text}`;
  return /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:[/?#]\S*)?$/u.test(text) ? `https://${text}` : null;
}
