import { useState, type ReactNode } from 'react';
import type { Account } from '../../../preload/contract/index.ts';
import { renameAccount } from '../../commands/renameAccount.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useRunCommand } from '../app/useRunCommand.ts';

/** Asks for the account's new name. */
export function RenameAccountDialog({
  account,
  onClose,
}: {
  readonly account: Account;
  readonly onClose: () => void;
}): ReactNode {
  const text = useText();
  const run = useRunCommand();
  const [label, setLabel] = useState(account.label);
  const trimmed = label.trim();
  const save = (): void => {
    if (trimmed === '') return;
    onClose();
    if (trimmed !== account.label) run(renameAccount(account, trimmed));
  };
  return (
    <Dialog
      title={text.accounts.renameTitle}
      isOpen
      onClose={onClose}
      closeLabel={text.common.close}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>{text.common.cancel}</Button>
          <Button tone="primary" isDisabled={trimmed === ''} onPress={save}>
            {text.common.save}
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
          label={text.accounts.label}
          autoFocus
          maxLength={200}
          value={label}
          error={trimmed === '' ? text.accounts.labelMissing : undefined}
          onChange={setLabel}
        />
      </form>
    </Dialog>
  );
}
