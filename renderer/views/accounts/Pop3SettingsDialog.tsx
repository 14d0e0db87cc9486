import { useState, type ReactNode } from 'react';
import type { Account, Incoming } from '../../../preload/contract/index.ts';
import { changeReceiving } from '../../commands/changeReceiving.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useAppData } from '../app/AppData.ts';
import { useRunCommand } from '../app/useRunCommand.ts';
import { pop3Choices } from './accountForm.ts';
import { Pop3Fields } from './Pop3Fields.tsx';
import { sharableInboxes } from './sharableInboxes.ts';

export interface Pop3SettingsDialogProps {
  readonly account: Account;
  readonly incoming: Extract<Incoming, { protocol: 'pop3' }>;
  readonly onClose: () => void;
}

/** Changes how an account's mail is received. */
export function Pop3SettingsDialog({ account, incoming, onClose }: Pop3SettingsDialogProps): ReactNode {
  const text = useText();
  const run = useRunCommand();
  const { accounts } = useAppData();
  const [choices, setChoices] = useState(() => pop3Choices(incoming));
  const save = (): void => {
    onClose();
    run(changeReceiving(account, { protocol: 'pop3', server: incoming.server, ...choices }));
  };
  return (
    <Dialog
      title={text.accounts.receivingTitle(account.label)}
      isOpen
      onClose={onClose}
      closeLabel={text.common.close}
      size="small"
      actions={
        <>
          <Button onPress={onClose}>{text.common.cancel}</Button>
          <Button tone="primary" onPress={save}>
            {text.common.save}
          </Button>
        </>
      }
    >
      <Pop3Fields choices={choices} others={sharableInboxes(accounts, account)} onChange={setChoices} />
    </Dialog>
  );
}
