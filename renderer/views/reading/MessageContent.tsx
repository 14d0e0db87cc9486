import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { MessageFrame } from './MessageFrame.tsx';
import type { Prepared } from './open/prepareContent.ts';
import { PlainText } from './text/PlainText.tsx';
import { RestAsText } from './text/RestAsText.tsx';

/** The message's HTML in the locked frame, else its text. */
export function MessageContent({ content }: { readonly content: Prepared }): ReactNode {
  const text = useText();
  switch (content.kind) {
    case 'html':
      return (
        <>
          <MessageFrame message={content.message} />
          {content.rest === '' ? null : <RestAsText html={content.rest} />}
        </>
      );
    case 'text':
      return <PlainText text={content.text} />;
    case 'none':
      return <p className="n-reading__none">{text.reading.noText}</p>;
  }
}
