import { useMemo, type ReactNode } from 'react';
import { splitText } from './splitText.ts';
import { TextPieces } from './TextPieces.tsx';
import './PlainText.css';

const FIRST_PIECES = 2;

/** A message's plain text, a very long one piece after piece. */
export function PlainText({ text }: { readonly text: string }): ReactNode {
  const pieces = useMemo(() => splitText(text), [text]);
  return <TextPieces pieces={pieces} first={FIRST_PIECES} />;
}
