import { useMemo, type ReactNode } from 'react';
import { htmlToText } from './htmlToText.ts';
import { splitText } from './splitText.ts';
import { TextPieces } from './TextPieces.tsx';
import './PlainText.css';

/** What a very large HTML message has beyond what is shown as its author designed it: as text, when it is asked for. */
export function RestAsText({ html }: { readonly html: string }): ReactNode {
  const pieces = useMemo(() => splitText(html), [html]);
  return <TextPieces pieces={pieces} first={0} toText={htmlToText} />;
}
