import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { CertificateCard } from './CertificateCard.tsx';
import type { AccountForm, Side, TestState } from './accountForm.ts';

/** How receiving and sending went, each for itself. Nothing is shown before the first test. */
export function TestOutcomes({
  form,
  onTrust,
}: {
  readonly form: AccountForm;
  readonly onTrust: (side: Side, fingerprint: string) => void;
}): ReactNode {
  const { incoming, outgoing } = form.tests;
  if (incoming.name === 'idle' && outgoing.name === 'idle') return null;
  return (
    <div className="n-test" role="status">
      <Outcome side="incoming" state={incoming} form={form} onTrust={onTrust} />
      <Outcome side="outgoing" state={outgoing} form={form} onTrust={onTrust} />
    </div>
  );
}

function Outcome({
  side,
  state,
  form,
  onTrust,
}: {
  readonly side: Side;
  readonly state: TestState;
  readonly form: AccountForm;
  readonly onTrust: (side: Side, fingerprint: string) => void;
}): ReactNode {
  const text = useText();
  const name = side === 'incoming' ? text.accounts.receiving : text.accounts.sending;
  if (state.name === 'running')
    return (
      <div className="n-test__row">
        <ProgressRing label={text.accounts.testing} />
        <span className="n-test__side">{name}</span>
        <span className="n-test__state">{text.accounts.testing}</span>
      </div>
    );
  if (state.name === 'idle')
    return (
      <div className="n-test__row">
        <CircleDashed aria-hidden size={16} strokeWidth={1.75} />
        <span className="n-test__side">{name}</span>
        <span className="n-test__state">{text.accounts.testIdle}</span>
      </div>
    );
  if (state.error === null)
    return (
      <div className="n-test__row n-test__row--works">
        <CircleCheck aria-hidden size={16} strokeWidth={1.75} />
        <span className="n-test__side">{name}</span>
        <span className="n-test__state">{text.accounts.testWorks}</span>
      </div>
    );
  const { certificate } = state.error;
  const sentence = text.errors[state.error.code](state.error);
  return (
    <div className="n-test__row n-test__row--failed">
      <CircleAlert aria-hidden size={16} strokeWidth={1.75} />
      <span className="n-test__side">{name}</span>
      <div>
        <p className="n-test__title">{sentence.title}</p>
        <p className="n-test__state">{sentence.hint}</p>
      </div>
      {certificate === undefined ? null : (
        <CertificateCard
          certificate={certificate}
          isDisabled={form.busy !== 'none'}
          onTrust={() => onTrust(side, certificate.fingerprint)}
        />
      )}
    </div>
  );
}
