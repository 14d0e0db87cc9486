import { useState, type ReactNode } from 'react';
import type { Draft } from '../../../preload/contract/index.ts';
import { allSenders } from '../../domain/composing/newDraft.ts';
import { formatAddress } from '../../domain/composing/address.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { useAppData } from '../app/AppData.ts';
import { RecipientField } from './RecipientField.tsx';
import { useKnownPeople } from './useKnownPeople.ts';

/** From, recipients and subject. Cc and Bcc come when asked for, and stay once they hold someone. */
export function ComposerFields({
  draft,
  focusesTo,
  onChange,
}: {
  readonly draft: Draft;
  readonly focusesTo: boolean;
  readonly onChange: (patch: Partial<Draft>) => void;
}): ReactNode {
  const text = useText().compose;
  const { accounts } = useAppData();
  const suggest = useKnownPeople();
  const [isCopyShown, setCopyShown] = useState(draft.cc.length + draft.bcc.length > 0);
  const senders = allSenders(accounts);
  const keyOf = (accountId: string, identityId: string): string => `${accountId}/${identityId}`;
  return (
    <div className="n-compose__fields">
      {senders.length < 2 ? null : (
        <div className="n-compose__row">
          <span className="n-compose__label" aria-hidden>
            {text.from}
          </span>
          <Select
            className="n-compose__from"
            label={text.from}
            isLabelHidden
            value={keyOf(draft.accountId, draft.identityId)}
            options={senders.map(({ account, identity }) => ({
              value: keyOf(account.id, identity.id),
              label: formatAddress({ name: identity.name, address: identity.address }),
            }))}
            onChange={(key) => {
              const chosen = senders.find(({ account, identity }) => keyOf(account.id, identity.id) === key);
              if (chosen !== undefined)
                onChange({ accountId: chosen.account.id, identityId: chosen.identity.id });
            }}
          />
        </div>
      )}
      <RecipientField
        label={text.to}
        addresses={draft.to}
        autoFocus={focusesTo}
        suggest={suggest}
        onChange={(to) => onChange({ to: [...to] })}
        action={
          isCopyShown ? null : (
            <Button tone="quiet" size="small" onPress={() => setCopyShown(true)}>
              {text.showCc}
            </Button>
          )
        }
      />
      {isCopyShown ? (
        <>
          <RecipientField
            label={text.cc}
            addresses={draft.cc}
            suggest={suggest}
            onChange={(cc) => onChange({ cc: [...cc] })}
          />
          <RecipientField
            label={text.bcc}
            addresses={draft.bcc}
            suggest={suggest}
            onChange={(bcc) => onChange({ bcc: [...bcc] })}
          />
        </>
      ) : null}
      <div className="n-compose__row">
        <label className="n-compose__label" htmlFor="compose-subject">
          {text.subject}
        </label>
        <input
          id="compose-subject"
          className="n-compose__subject"
          autoComplete="off"
          maxLength={2000}
          value={draft.subject}
          onChange={(event) => onChange({ subject: event.target.value })}
        />
      </div>
    </div>
  );
}
