import type { ReactNode } from 'react';
import { useText } from '../../../i18n/TextContext.ts';
import { MessageLink } from '../links/MessageLink.tsx';
import { linkifyLines } from './linkifyLine.ts';
import { parsePlainText, type TextBlock } from './parsePlainText.ts';

/** Shorter quotes are read in passing; longer ones are folded. */
const FOLD_FROM_LINES = 5;

/** Plain text with its links, quotes set off by depth, long quotes folded. */
export function TextBlocks({ text }: { readonly text: string }): ReactNode {
  return parsePlainText(text).map((block, index) => <Block key={index} block={block} />);
}

function Block({ block }: { readonly block: TextBlock }): ReactNode {
  const text = useText();
  const lines = (
    <div className="n-plain__lines">
      {linkifyLines(block.lines).map((part, index) =>
        part.kind === 'text' ? part.text : <MessageLink key={index} href={part.href} label={part.text} />,
      )}
    </div>
  );
  if (block.depth === 0) return lines;
  if (block.lines.length < FOLD_FROM_LINES)
    return <blockquote className={`n-plain__quote n-plain__quote--${block.depth}`}>{lines}</blockquote>;
  return (
    <details className={`n-plain__quote n-plain__quote--${block.depth}`}>
      <summary>{text.reading.quoted(block.lines.length)}</summary>
      {lines}
    </details>
  );
}
