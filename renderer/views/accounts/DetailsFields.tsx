import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { TextField } from '../../ui/TextField.tsx';
import type { AccountForm, AccountFormAction } from './accountForm.ts';
import type { FormProblems } from './accountFormResult.ts';

export interface StepProps {
  readonly form: AccountForm;
  readonly problems: FormProblems;
  readonly dispatch: (action: AccountFormAction) => void;
}

/** Name, address, password: all that most people ever enter. They stay in sight through every step. */
export function DetailsFields({ form, problems, dispatch }: StepProps): ReactNode {
  const text = useText().accounts;
  const isBusy = form.busy !== 'none';
  const addressError =
    problems.address === 'missing'
      ? text.addressMissing
      : problems.address === 'invalid'
        ? text.addressInvalid
        : undefined;
  return (
    <div className="n-add-account__group">
      <TextField
        label={text.name}
        autoFocus
        autoComplete="name"
        placeholder={text.nameHint}
        value={form.name}
        maxLength={200}
        isReadOnly={isBusy}
        onChange={(value) => dispatch({ type: 'typed', field: 'name', value })}
      />
      <TextField
        label={text.address}
        type="email"
        autoComplete="email"
        placeholder="name@example.org"
        value={form.address}
        maxLength={320}
        isReadOnly={isBusy}
        error={form.attempted ? addressError : undefined}
        onChange={(value) => dispatch({ type: 'typed', field: 'address', value })}
      />
      <TextField
        label={text.password}
        type="password"
        autoComplete="current-password"
        description={text.passwordHint}
        value={form.password}
        maxLength={10_000}
        isReadOnly={isBusy}
        error={form.attempted && problems.password === 'missing' ? text.passwordMissing : undefined}
        onChange={(value) => dispatch({ type: 'typed', field: 'password', value })}
      />
    </div>
  );
}
