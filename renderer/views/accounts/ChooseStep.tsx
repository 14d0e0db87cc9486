import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { Notice } from '../../ui/Notice.tsx';
import { Select } from '../../ui/Select.tsx';
import { PlainTextWarning } from './PlainTextWarning.tsx';
import { ReceivingChoice } from './ReceivingChoice.tsx';
import type { AccountForm, AccountFormAction, ServerFields } from './accountForm.ts';

/** What was found, said plainly, with what must be done at the provider first. */
export function ChooseStep({
  form,
  dispatch,
}: {
  readonly form: AccountForm;
  readonly dispatch: (action: AccountFormAction) => void;
}): ReactNode {
  const text = useText().accounts;
  const proposal = form.proposals[form.chosen ?? 0];
  if (proposal === undefined) return null;
  const protocols = [...new Set(form.proposals.map(({ incoming }) => incoming.protocol))];
  const same = form.proposals
    .map((one, index) => ({ one, index }))
    .filter(({ one }) => one.incoming.protocol === form.protocol);
  const hint = text.hints[proposal.hint](proposal.providerName);
  return (
    <section className="n-add-account__group" aria-labelledby="found">
      <h2 id="found" className="n-add-account__heading">
        {text.foundTitle(proposal.providerName)}
        <span className="n-add-account__source">{text.sources[proposal.source]}</span>
      </h2>
      {hint === '' ? null : (
        <Notice tone="accent" icon={KeyRound} isLive>
          {hint}
        </Notice>
      )}
      <ReceivingChoice form={form} protocols={protocols} dispatch={dispatch} />
      {same.length < 2 ? null : (
        <Select
          label={text.servers}
          value={String(form.chosen ?? 0)}
          options={same.map(({ one, index }) => ({
            value: String(index),
            label: `${one.incoming.server.host}:${one.incoming.server.port}, ${one.outgoing.host}:${one.outgoing.port}`,
          }))}
          onChange={(index) => dispatch({ type: 'choose', index: Number(index) })}
        />
      )}
      <dl className="n-add-account__summary">
        <dt>{text.receiving}</dt>
        <dd>{serverWords(form.incoming, text.security)}</dd>
        <dt>{text.sending}</dt>
        <dd>{serverWords(form.outgoing, text.security)}</dd>
      </dl>
      <PlainTextWarning form={form} dispatch={dispatch} />
    </section>
  );
}

const serverWords = (
  { host, port, security }: ServerFields,
  names: Readonly<Record<ServerFields['security'], string>>,
): string => `${host}:${port} · ${names[security]}`;
