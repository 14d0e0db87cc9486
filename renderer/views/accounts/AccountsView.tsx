import { Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Page } from '../../ui/Page.tsx';
import { showToast } from '../../ui/showToast.ts';
import { useAppData } from '../app/AppData.ts';
import { AccountRow } from './AccountRow.tsx';
import { AddAccount } from './AddAccount.tsx';
import './AccountsView.css';

/** The accounts with their state; without any, the form that adds the first. */
export function AccountsView(): ReactNode {
  const text = useText();
  const { accounts } = useAppData();
  const [isAdding, setAdding] = useState(false);
  if (isAdding || accounts.length === 0)
    return (
      <Page title={text.accounts.addTitle} lead={text.accounts.addLead}>
        <AddAccount
          onSaved={(account) => {
            setAdding(false);
            showToast({ title: text.accounts.added(account.identities[0]?.address ?? account.label) });
          }}
          {...(accounts.length === 0 ? {} : { onCancel: () => setAdding(false) })}
        />
      </Page>
    );
  return (
    <Page
      title={text.accounts.title}
      lead={text.accounts.lead}
      actions={
        <Button tone="primary" onPress={() => setAdding(true)}>
          <Plus aria-hidden size={15} strokeWidth={1.75} />
          {text.accounts.add}
        </Button>
      }
    >
      <ul className="n-accounts">
        {accounts.map((account) => (
          <AccountRow key={account.id} account={account} />
        ))}
      </ul>
    </Page>
  );
}
