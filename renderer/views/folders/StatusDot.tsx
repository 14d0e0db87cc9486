import type { ReactNode } from 'react';
import { Focusable } from 'react-aria-components';
import { ErrorCode, MailError } from '../../../preload/contract/index.ts';
import type { WorkerStatus } from '../../worker/workerApi.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Tooltip } from '../../ui/Tooltip.tsx';

export interface StatusDotProps {
  readonly state: WorkerStatus['accounts'][keyof WorkerStatus['accounts']]['state'];
  readonly errorCode: string | null;
  readonly label: string;
  readonly host: string;
}

/** How an account is doing: nothing when all is well, a dot with its sentence else. */
export function StatusDot({ state, errorCode, label, host }: StatusDotProps): ReactNode {
  const text = useText();
  if (state === 'online') return null;
  const code = ErrorCode.safeParse(errorCode);
  const data = code.success ? new MailError(code.data, '', { host }).data : null;
  const sentence = data === null ? text.folders.state[state] : text.errors[data.code](data).title;
  return (
    <Tooltip label={sentence}>
      <Focusable>
        <span
          role="img"
          tabIndex={-1}
          aria-label={`${label}: ${sentence}`}
          className={`n-status-dot n-status-dot--${state}`}
        />
      </Focusable>
    </Tooltip>
  );
}
