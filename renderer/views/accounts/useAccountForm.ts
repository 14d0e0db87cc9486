import { useReducer, useRef } from 'react';
import { toErrorData, type Account, type HostApi } from '../../../preload/contract/index.ts';
import {
  accountFormReducer,
  emptyAccountForm,
  type AccountForm,
  type AccountFormAction,
  type Side,
} from './accountForm.ts';
import { accountOf, formProblems, hasProblems } from './accountFormResult.ts';

export interface AccountFormControls {
  readonly form: AccountForm;
  readonly dispatch: (action: AccountFormAction) => void;
  /** Looks for the address's servers. */
  discover(): Promise<void>;
  /** Tests both servers and, when both let us in, saves. Nothing is saved otherwise. */
  testAndSave(): Promise<void>;
  /** Trusts the certificate this side has just shown, for its host and port, and tests again. */
  trust(side: Side, fingerprint: string): Promise<void>;
  /** Stops what is under way. */
  cancel(): void;
}

/** The form with its effects; `onSaved` is called once, with the account the host has stored. */
export function useAccountForm(
  api: Pick<HostApi, 'accounts.discover' | 'accounts.test' | 'accounts.add'>,
  onSaved: (account: Account) => void,
): AccountFormControls {
  const [form, dispatch] = useReducer(accountFormReducer, emptyAccountForm);
  const running = useRef<AbortController | null>(null);

  const run = async (task: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    try {
      await task(controller.signal);
    } catch (error) {
      // A newer task owns the form; this one was stopped in its favour.
      if (running.current !== controller) return;
      const data = toErrorData(error);
      dispatch(data.code === 'cancelled' ? { type: 'stopped' } : { type: 'failed', error: data });
    } finally {
      if (running.current === controller) running.current = null;
    }
  };

  const test = (latest: AccountForm): Promise<void> => {
    dispatch({ type: 'attempted' });
    const account = accountOf(latest);
    if (account === null) return Promise.resolve();
    return run(async (signal) => {
      dispatch({ type: 'testing' });
      const { incoming, outgoing } = await api['accounts.test'](account, { signal });
      dispatch({ type: 'tested', incoming: incoming.error, outgoing: outgoing.error });
      if (incoming.error !== null || outgoing.error !== null) return;
      dispatch({ type: 'saving' });
      // From here on it is not cancelled: an account saved but reported as cancelled would be a surprise.
      onSaved(await api['accounts.add'](account));
      dispatch({ type: 'stopped' });
    });
  };

  return {
    form,
    dispatch,
    discover: () => {
      dispatch({ type: 'attempted' });
      if (hasProblems(formProblems(form))) return Promise.resolve();
      return run(async (signal) => {
        dispatch({ type: 'discovering' });
        const proposals = await api['accounts.discover']({ address: form.address.trim() }, { signal });
        dispatch({ type: 'discovered', proposals });
      });
    },
    testAndSave: () => test(form),
    trust: (side, pinnedCertificate) => {
      const pin: AccountFormAction = { type: 'server', side, change: { pinnedCertificate } };
      dispatch(pin);
      return test(accountFormReducer(form, pin));
    },
    cancel: () => running.current?.abort(),
  };
}
