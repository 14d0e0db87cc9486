import { useEffect, useRef, type ReactNode } from 'react';
import type { Account } from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressRing } from '../../ui/ProgressRing.tsx';
import { useServices } from '../app/AppServices.ts';
import { ChooseStep } from './ChooseStep.tsx';
import { DetailsFields } from './DetailsFields.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';
import { ManualStep } from './ManualStep.tsx';
import { formProblems } from './accountFormResult.ts';
import { TestOutcomes } from './TestOutcomes.tsx';
import { useAccountForm } from './useAccountForm.ts';
import './AddAccount.css';

export interface AddAccountProps {
  readonly onSaved: (account: Account) => void;
  /** Left out where there is nothing to go back to. */
  readonly onCancel?: () => void;
}

/** From an address to an account that works: find the servers, or name them, test both, save. */
export function AddAccount({ onSaved, onCancel }: AddAccountProps): ReactNode {
  const { host } = useServices();
  const text = useText();
  const controls = useAccountForm(host.api, onSaved);
  const { form, dispatch } = controls;
  const problems = formProblems(form);
  const isBusy = form.busy !== 'none';
  const outcomes = useRef<HTMLDivElement>(null);
  const isTested = form.tests.incoming.name === 'tested';
  useEffect(() => {
    // The outcome stands below a long form: bring it into sight.
    if (isTested) outcomes.current?.scrollIntoView({ block: 'nearest' });
  }, [isTested]);

  const goOn = (): void => {
    const task = form.step === 'details' ? controls.discover() : controls.testAndSave();
    drop(task, 'the form shows how it went');
  };
  return (
    <form
      className="n-add-account"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) goOn();
      }}
    >
      <DetailsFields form={form} problems={problems} dispatch={dispatch} />
      {form.step === 'choose' ? <ChooseStep form={form} dispatch={dispatch} /> : null}
      {form.step === 'manual' ? <ManualStep form={form} problems={problems} dispatch={dispatch} /> : null}
      {form.nothingFound ? <Notice isLive>{text.accounts.nothingFound}</Notice> : null}
      {form.step === 'details' ? null : (
        <div ref={outcomes}>
          <TestOutcomes
            form={form}
            onTrust={(side, fingerprint) =>
              drop(controls.trust(side, fingerprint), 'the form shows how it went')
            }
          />
        </div>
      )}
      {form.failure === null ? null : <ErrorNotice error={form.failure} />}
      <div className="n-add-account__actions">
        {form.step === 'manual' ? null : (
          <Button tone="quiet" isDisabled={isBusy} onPress={() => dispatch({ type: 'step', step: 'manual' })}>
            {text.accounts.byHand}
          </Button>
        )}
        {form.step === 'details' ? null : (
          <Button
            tone="quiet"
            isDisabled={isBusy}
            onPress={() => dispatch({ type: 'step', step: backFrom(form) })}
          >
            {text.common.back}
          </Button>
        )}
        <span className="n-add-account__gap" />
        {isBusy ? (
          <Busy form={form} onStop={() => controls.cancel()} />
        ) : (
          <>
            {onCancel === undefined ? null : <Button onPress={onCancel}>{text.common.cancel}</Button>}
            <Button tone="primary" type="submit">
              {form.step === 'details' ? text.accounts.continue : text.accounts.testAndSave}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

type Form = ReturnType<typeof useAccountForm>['form'];

const backFrom = (form: Form): Form['step'] =>
  form.step === 'manual' && form.proposals.length > 0 ? 'choose' : 'details';

function Busy({ form, onStop }: { readonly form: Form; readonly onStop: () => void }): ReactNode {
  const text = useText();
  const words = {
    none: '',
    discovering: text.accounts.discovering,
    testing: text.accounts.testing,
    saving: text.accounts.saving,
  }[form.busy];
  return (
    <>
      <span className="n-add-account__busy" role="status">
        <ProgressRing label={words} />
        {words}
      </span>
      {form.busy === 'saving' ? null : <Button onPress={onStop}>{text.accounts.stop}</Button>}
    </>
  );
}
