import type { ReactNode } from 'react';
import type { LeaveOnServer } from '../../../preload/contract/index.ts';
import { useText } from '../../i18n/TextContext.ts';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { AccountForm, AccountFormAction, Protocol } from './accountForm.ts';

const policies = ['never', 'always', 'days', 'untilDeleted'] as const satisfies LeaveOnServer['policy'][];
const DEFAULT_DAYS = 14;

/** IMAP or POP3, and for POP3 what becomes of the server's copy. */
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
  const { leaveOnServer } = form;
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
        <div className="n-add-account__server">
          <Select
            label={text.leaveOnServer}
            value={leaveOnServer.policy}
            options={policies.map((value) => ({ value, label: text.leave[value] }))}
            onChange={(policy) =>
              dispatch({
                type: 'leaveOnServer',
                value: policy === 'days' ? { policy, days: DEFAULT_DAYS } : { policy },
              })
            }
          />
          {leaveOnServer.policy !== 'days' ? null : (
            <TextField
              label={text.leaveDays}
              inputMode="numeric"
              value={String(leaveOnServer.days)}
              onChange={(value) => {
                const days = Math.min(3650, Math.max(1, Number(value.replace(/\D/gu, '')) || 1));
                dispatch({ type: 'leaveOnServer', value: { policy: 'days', days } });
              }}
            />
          )}
        </div>
      )}
    </>
  );
}
