import type { ReactNode } from 'react';
import type { EpochMs, OutboxItem, RecipientResult } from '../../../preload/contract/index.ts';
import type { Command } from '../../commands/Command.ts';
import { dismissOutgoing, editOutgoing, resolveOutgoing, retryOutgoing } from '../../commands/outgoing.ts';
import { shownName } from '../../domain/composing/address.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { useRunCommand } from '../app/useRunCommand.ts';
import { outgoingActions, type OutgoingAction } from './outgoingActions.ts';
import { outgoingTone, outgoingWords } from './outgoingWords.ts';

const SHOWN_NAMES = 3;

const commandOf: Readonly<Record<OutgoingAction, (item: OutboxItem) => Command>> = {
  takeBack: editOutgoing,
  retryNow: retryOutgoing,
  resend: retryOutgoing,
  sendNow: retryOutgoing,
  editAgain: editOutgoing,
  dismiss: dismissOutgoing,
  wasSent: (item) => resolveOutgoing(item, 'wasSent'),
  sendAgain: (item) => resolveOutgoing(item, 'sendAgain'),
};

/** One outgoing message: where it stands in plain words, for whom, and what can be done. */
export function OutgoingRow({ item, now }: { readonly item: OutboxItem; readonly now: EpochMs }): ReactNode {
  const text = useText();
  const formats = useFormats();
  const run = useRunCommand();
  const { state, recipients } = item;
  const names = recipients.slice(0, SHOWN_NAMES).map(({ recipient }) => shownName(recipient));
  const others = recipients.length - names.length;
  const hasResults = recipients.some(({ status, reply }) => status !== 'pending' || reply !== '');
  return (
    <li className="n-outgoing">
      <div className="n-outgoing__head">
        <span className="n-outgoing__subject n-ellipsis">
          {item.subject.trim() === '' ? text.outbox.noSubject : item.subject}
        </span>
        <Badge tone={outgoingTone[state.name]}>{text.outbox.names[state.name]}</Badge>
      </div>
      <p className="n-outgoing__to">
        {text.outbox.to(names.join(', '))}
        {others > 0 ? ` ${text.outbox.andOthers(others)}` : ''}
      </p>
      <p className="n-outgoing__state">
        {outgoingWords(state, text, formats, now)}
        {state.name === 'retrying' && item.attempts > 0 ? ` (${text.outbox.attempts(item.attempts)})` : ''}
      </p>
      <Reports recipients={recipients} />
      {state.name === 'uncertain' ? <p className="n-outgoing__hint">{text.outbox.uncertainHint}</p> : null}
      <div className="n-outgoing__foot">
        {hasResults ? <Recipients recipients={recipients} /> : null}
        {outgoingActions(state).map((action, index) => (
          <Button
            key={action}
            size="small"
            tone={index === 0 ? 'secondary' : 'quiet'}
            onPress={() => run(commandOf[action](item))}
          >
            {text.outbox[action]}
          </Button>
        ))}
      </div>
    </li>
  );
}

/** What servers further on reported: who was not reached, why, and what to do. */
function Reports({ recipients }: { readonly recipients: readonly RecipientResult[] }): ReactNode {
  const text = useText().outbox;
  return recipients.flatMap(({ recipient, report }) =>
    report === undefined
      ? []
      : [
          <p key={recipient.address} className={`n-outgoing__report n-outgoing__report--${report.action}`}>
            {text.reports[report.action](shownName(recipient))}
            {report.action === 'failed' || report.action === 'delayed'
              ? `: ${text.causes[report.cause]}`
              : ''}
          </p>,
        ],
  );
}

function Recipients({ recipients }: { readonly recipients: readonly RecipientResult[] }): ReactNode {
  const text = useText().outbox;
  return (
    <details className="n-outgoing__recipients">
      <summary>{text.showRecipients(recipients.length)}</summary>
      <ul>
        {recipients.map(({ recipient, status, reply }) => (
          <li key={recipient.address} className={`n-recipient n-recipient--${status}`}>
            <span className="n-recipient__who n-ellipsis">{shownName(recipient)}</span>
            <span className="n-recipient__status">{text.recipientStatus[status]}</span>
            {reply === '' ? null : <span className="n-recipient__reply">{reply}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
