import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { useAppData } from '../app/AppData.ts';
import type { AccountForm, AccountFormAction, Protocol } from './accountForm.ts';
import { Pop3Fields } from './Pop3Fields.tsx';
import { sharableInboxes } from './sharableInboxes.ts';

/** IMAP or POP3, and for POP3 what becomes of its mail. */
export function ReceivingChoice({
  form,
  protocols,
  dispatch,
}: {
  readonly form: AccountForm;
  /** Those that can be chosen; a single one is not asked for. */
  readonly protocols: readonly Protocol[];
  readonly dispatch: (action: AccountFormAction) => void;
}): ReactNode {
  const text = useText().accounts;
  const { accounts } = useAppData();
  return (
    <>
      {protocols.length < 2 ? null : (
        <RadioGroup
          label={text.howToReceive}
          value={form.protocol}
          options={protocols.map((value) => ({
            value,
            label: text[value],
            description: value === 'imap' ? text.imapHint : text.pop3Hint,
          }))}
          onChange={(protocol) => dispatch({ type: 'protocol', protocol })}
        />
      )}
      {form.protocol === 'imap' ? null : (
        <Pop3Fields
          choices={form.pop3}
          others={sharableInboxes(accounts, null)}
          onChange={(value) => dispatch({ type: 'pop3', value })}
        />
      )}
    </>
  );
}
