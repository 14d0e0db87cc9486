import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MailErrorData } from '../../../preload/contract/index.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Notice } from '../../ui/Notice.tsx';

/** A failure in place: what happened and what to do. */
export function ErrorNotice({ error }: { readonly error: MailErrorData }): ReactNode {
  const sentence = useText().errors[error.code](error);
  return (
    <div role="alert">
      <Notice tone="danger" icon={CircleAlert}>
        <p>{sentence.title}</p>
        <p>{sentence.hint}</p>
      </Notice>
    </div>
  );
}
