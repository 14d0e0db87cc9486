import type { ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { linkifyLine } from './linkifyLine.ts';
import { MessageLink } from './MessageLink.tsx';
import { parsePlainText, type TextBlock } from './parsePlainText.ts';

/** Shorter quotes are read in passing; longer ones are folded. */
const FOLD_FROM_LINES = 5;

/** A message's plain text: links, quotes set off by depth, long quotes folded. */
export function PlainText({ text }: { readonly text: string }): ReactNode {
  return (
    <div className="n-plain" dir="auto">
      {parsePlainText(text).map((block, index) => (
        // The blocks of one text never move.
        <Block key={index} block={block} />
      ))}
    </div>
  );
}

function Block({ block }: { readonly block: TextBlock }): ReactNode {
  const text = useText();
  const lines = block.lines.map((line, index) => (
    <div key={index} className="n-plain__line" dir="auto">
      {line === '' ? '\u200b' : <Line line={line} />}
    </div>
  ));
  if (block.depth === 0) return <>{lines}</>;
  if (block.lines.length < FOLD_FROM_LINES)
    return <blockquote className={`n-plain__quote n-plain__quote--${block.depth}`}>{lines}</blockquote>;
  return (
    <details className={`n-plain__quote n-plain__quote--${block.depth}`}>
      <summary>{text.reading.quoted(block.lines.length)}</summary>
      {lines}
    </details>
  );
}

function Line({ line }: { readonly line: string }): ReactNode {
  return linkifyLine(line).map((part, index) =>
    part.kind === 'text' ? part.text : <MessageLink key={index} href={part.href} label={part.text} />,
  );
}
