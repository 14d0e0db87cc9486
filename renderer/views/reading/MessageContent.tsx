import { useEffect, type ReactNode } from 'react';
import type { MessageBody } from '../../../preload/contract/index.ts';
import { useText } from '../../i18n/TextContext.ts';
import { MessageFrame } from './MessageFrame.tsx';
import { PlainText } from './PlainText.tsx';

export interface MessageContentProps {
  readonly body: MessageBody;
  readonly onBlocked: (count: number) => void;
}

/** The message's HTML in the locked frame, else its text. */
export function MessageContent({ body, onBlocked }: MessageContentProps): ReactNode {
  const text = useText();
  const hasHtml = body.html !== null && body.html.trim() !== '';
  useEffect(() => {
    if (!hasHtml) onBlocked(0);
  }, [hasHtml, onBlocked]);
  if (hasHtml && body.html !== null)
    return <MessageFrame html={body.html} inlineParts={body.inlineParts} onBlocked={onBlocked} />;
  if (body.text !== null && body.text.trim() !== '') return <PlainText text={body.text} />;
  return <p className="n-reading__none">{text.reading.noText}</p>;
}
