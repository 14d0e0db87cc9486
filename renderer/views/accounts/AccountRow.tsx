import { Ellipsis, Inbox, PencilLine, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { ErrorCode, MailError, type Account } from '../../../preload/contract/index.ts';
import { removeAccount } from '../../commands/removeAccount.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { useAppData } from '../app/AppData.ts';
import { useRunCommand } from '../app/useRunCommand.ts';
import { ErrorNotice } from './ErrorNotice.tsx';
import { Pop3SettingsDialog } from './Pop3SettingsDialog.tsx';
import { RenameAccountDialog } from './RenameAccountDialog.tsx';

/** One account: who, by which servers, how it is, and what can be done with it. */
export function AccountRow({ account }: { readonly account: Account }): ReactNode {
  const text = useText();
  const run = useRunCommand();
  const [open, setOpen] = useState<'rename' | 'receiving' | 'remove' | null>(null);
  const status = useAppData().status.accounts[account.id];
  const { incoming, outgoing } = account;
  const address = account.identities[0]?.address ?? '';
  const code = ErrorCode.safeParse(status?.errorCode);
  const close = (): void => setOpen(null);
  const states = {
    online: { words: text.accounts.statusOnline, tone: 'success' },
    offline: { words: text.accounts.statusOffline, tone: 'plain' },
    connecting: { words: text.accounts.statusConnecting, tone: 'plain' },
    needsAttention: { words: text.accounts.statusAttention, tone: 'warning' },
  } as const;
  const state = states[status?.state ?? 'offline'];
  return (
    <li className="n-account-row">
      <Avatar name={account.identities[0]?.name ?? ''} address={address} size={36} />
      <div className="n-account-row__words">
        <div className="n-account-row__title">
          <span className="n-account-row__label n-ellipsis">{account.label}</span>
          {account.isDemo ? <Badge tone="accent">{text.accounts.demo}</Badge> : null}
          <Badge tone={state.tone}>{state.words}</Badge>
        </div>
        <p className="n-account-row__servers">
          {incoming.protocol.toUpperCase()} {incoming.server.host} · SMTP {outgoing.host}
        </p>
        {code.success && code.data !== 'cancelled' ? (
          <ErrorNotice error={new MailError(code.data, '', { host: incoming.server.host }).data} />
        ) : null}
      </div>
      <Menu
        label={text.accounts.actions(account.label)}
        trigger={<IconButton icon={Ellipsis} label={text.accounts.actions(account.label)} />}
        entries={[
          { id: 'rename', label: text.accounts.rename, icon: PencilLine, run: () => setOpen('rename') },
          ...(incoming.protocol === 'imap'
            ? []
            : [
                {
                  id: 'receiving',
                  label: text.accounts.receivingChange,
                  icon: Inbox,
                  run: () => setOpen('receiving'),
                },
              ]),
          {
            id: 'remove',
            label: text.accounts.remove,
            icon: Trash2,
            isDanger: true,
            run: () => setOpen('remove'),
          },
        ]}
      />
      {open === 'rename' ? <RenameAccountDialog account={account} onClose={close} /> : null}
      {open === 'receiving' && incoming.protocol === 'pop3' ? (
        <Pop3SettingsDialog account={account} incoming={incoming} onClose={close} />
      ) : null}
      <Dialog
        title={text.accounts.removeTitle(account.label)}
        isOpen={open === 'remove'}
        onClose={close}
        closeLabel={text.common.close}
        size="small"
        actions={
          <>
            <Button onPress={close}>{text.common.cancel}</Button>
            <Button
              tone="danger"
              onPress={() => {
                close();
                run(removeAccount(account));
              }}
            >
              {text.accounts.removeConfirm}
            </Button>
          </>
        }
      >
        {incoming.protocol === 'imap' ? text.accounts.removeImap : text.accounts.removePop3}
      </Dialog>
    </li>
  );
}
