import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { AccountForm, AccountFormAction } from './accountForm.ts';
import { plainTextSides } from './accountFormResult.ts';

/** An unprotected server is used only after the person said so, here. */
export function PlainTextWarning({
  form,
  dispatch,
}: {
  readonly form: AccountForm;
  readonly dispatch: (action: AccountFormAction) => void;
}): ReactNode {
  const text = useText().accounts;
  if (plainTextSides(form).length === 0) return null;
  return (
    <Notice tone={form.attempted && !form.plainTextAccepted ? 'danger' : 'warning'} icon={ShieldAlert} isLive>
      <p>{text.plainTextTitle}</p>
      <Checkbox
        isSelected={form.plainTextAccepted}
        onChange={(value) => dispatch({ type: 'plainTextAccepted', value })}
      >
        {text.plainTextAccept}
      </Checkbox>
    </Notice>
  );
}
