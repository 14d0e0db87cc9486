import type { ReactNode } from 'react';
import { AccountId, type Account, type LeaveOnServer } from '../../../preload/contract/index.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { Pop3Choices } from './accountForm.ts';
import './Pop3Fields.css';

const policies = ['never', 'always', 'days', 'untilDeleted'] as const satisfies LeaveOnServer['policy'][];
const DEFAULT_DAYS = 14;
const MEGABYTE = 1_000_000;
const limits = [1, 5, 10, 25, 50].map((megabytes) => megabytes * MEGABYTE);

export interface Pop3FieldsProps {
  readonly choices: Pop3Choices;
  /** Accounts whose Inbox this one's mail may come to as well. */
  readonly others: readonly Account[];
  readonly onChange: (choices: Pop3Choices) => void;
}

/** What becomes of the server's copy, how large a message may be to come whole, and which Inbox it comes to. */
export function Pop3Fields({ choices, others, onChange }: Pop3FieldsProps): ReactNode {
  const text = useText().accounts;
  const formats = useFormats();
  const { leaveOnServer, largestWholeBytes, deliverTo, ...rest } = choices;
  const change = (next: Partial<Pop3Choices>): void => onChange({ ...choices, ...next });
  const sizes = [
    ...new Set([...limits, ...(largestWholeBytes === undefined ? [] : [largestWholeBytes])]),
  ].sort((a, b) => a - b);
  return (
    <div className="n-pop3-fields">
      <Select
        label={text.leaveOnServer}
        value={leaveOnServer.policy}
        options={policies.map((value) => ({ value, label: text.leave[value] }))}
        onChange={(policy) =>
          change({ leaveOnServer: policy === 'days' ? { policy, days: DEFAULT_DAYS } : { policy } })
        }
      />
      {leaveOnServer.policy !== 'days' ? null : (
        <TextField
          label={text.leaveDays}
          inputMode="numeric"
          value={String(leaveOnServer.days)}
          onChange={(value) => {
            const days = Math.min(3650, Math.max(1, Number(value.replace(/\D/gu, '')) || 1));
            change({ leaveOnServer: { policy: 'days', days } });
          }}
        />
      )}
      <Select
        label={text.largestWhole}
        value={String(largestWholeBytes ?? 0)}
        options={[
          { value: '0', label: text.anySize },
          ...sizes.map((bytes) => ({ value: String(bytes), label: text.upTo(formats.size(bytes)) })),
        ]}
        onChange={(value) => {
          const limit = Number(value);
          const where = deliverTo === undefined ? {} : { deliverTo };
          onChange({
            ...rest,
            leaveOnServer,
            ...where,
            ...(limit === 0 ? {} : { largestWholeBytes: limit }),
          });
        }}
      />
      {others.length === 0 ? null : (
        <Select
          label={text.deliverTo}
          value={others.some(({ id }) => id === deliverTo) ? String(deliverTo) : ''}
          options={[
            { value: '', label: text.ownInbox },
            ...others.map(({ id, label }) => ({ value: String(id), label: text.inboxOf(label) })),
          ]}
          onChange={(value) => {
            const size = largestWholeBytes === undefined ? {} : { largestWholeBytes };
            const where = value === '' ? {} : { deliverTo: AccountId.parse(value) };
            onChange({ ...rest, leaveOnServer, ...size, ...where });
          }}
        />
      )}
    </div>
  );
}
