import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { StepProps } from './DetailsFields.tsx';
import { PlainTextWarning } from './PlainTextWarning.tsx';
import { ReceivingChoice } from './ReceivingChoice.tsx';
import type { Side } from './accountForm.ts';
import type { ServerProblem } from './accountFormResult.ts';

/** Every field of both servers. */
export function ManualStep(props: StepProps): ReactNode {
  const { form, problems, dispatch } = props;
  const text = useText().accounts;
  return (
    <>
      <section className="n-add-account__group" aria-labelledby="receiving">
        <h2 id="receiving" className="n-add-account__heading">
          {text.receiving}
        </h2>
        <ReceivingChoice form={form} protocols={['imap', 'pop3']} dispatch={dispatch} />
        <ServerFieldset {...props} side="incoming" />
      </section>
      <section className="n-add-account__group" aria-labelledby="sending">
        <h2 id="sending" className="n-add-account__heading">
          {text.sending}
        </h2>
        <ServerFieldset {...props} side="outgoing" />
        <Checkbox
          isSelected={form.outgoing.auth !== 'none'}
          onChange={(asks) =>
            dispatch({ type: 'server', side: 'outgoing', change: { auth: asks ? 'password' : 'none' } })
          }
        >
          {text.outgoingAuth}
        </Checkbox>
        {form.outgoing.auth === 'none' ? null : (
          <Checkbox
            isSelected={form.outgoingPassword !== null}
            onChange={(other) => dispatch({ type: 'outgoingPassword', value: other ? '' : null })}
          >
            {text.otherPassword}
          </Checkbox>
        )}
        {form.outgoingPassword === null || form.outgoing.auth === 'none' ? null : (
          <TextField
            label={text.outgoingPassword}
            type="password"
            autoComplete="off"
            value={form.outgoingPassword}
            error={
              form.attempted && problems.outgoingPassword === 'missing' ? text.passwordMissing : undefined
            }
            onChange={(value) => dispatch({ type: 'outgoingPassword', value })}
          />
        )}
      </section>
      <PlainTextWarning form={form} dispatch={dispatch} />
    </>
  );
}

const securities = ['tls', 'starttls', 'none'] as const;

function ServerFieldset({ form, problems, dispatch, side }: StepProps & { readonly side: Side }): ReactNode {
  const text = useText().accounts;
  const labels = text.server[side];
  const fields = form[side];
  const isBusy = form.busy !== 'none';
  const error = (...kinds: ServerProblem[]): string | undefined => {
    const found = form.attempted ? problems[side].find((problem) => kinds.includes(problem)) : undefined;
    return found === undefined ? undefined : text.problems[found];
  };
  return (
    <div className="n-add-account__server">
      <TextField
        label={labels.host}
        autoComplete="off"
        spellCheck="false"
        value={fields.host}
        isReadOnly={isBusy}
        error={error('hostMissing', 'hostInvalid')}
        onChange={(host) => dispatch({ type: 'server', side, change: { host } })}
      />
      <TextField
        label={labels.port}
        inputMode="numeric"
        autoComplete="off"
        value={fields.port}
        isReadOnly={isBusy}
        error={error('portInvalid')}
        onChange={(port) => dispatch({ type: 'server', side, change: { port } })}
      />
      <Select
        label={labels.security}
        value={fields.security}
        isDisabled={isBusy}
        options={securities.map((value) => ({ value, label: text.security[value] }))}
        onChange={(security) => dispatch({ type: 'server', side, change: { security } })}
      />
      {fields.auth === 'none' ? null : (
        <TextField
          className="n-add-account__wide"
          label={labels.user}
          autoComplete="off"
          spellCheck="false"
          value={fields.user}
          isReadOnly={isBusy}
          error={error('userMissing')}
          onChange={(user) => dispatch({ type: 'server', side, change: { user } })}
        />
      )}
    </div>
  );
}
