import { memo, useEffect, useState, type ReactNode } from 'react';
import { useText } from '../../../i18n/TextContext.ts';
import { Button } from '../../../ui/Button.tsx';
import { TextBlocks } from './TextBlocks.tsx';

export interface TextPiecesProps {
  readonly pieces: readonly string[];
  /** How many stand there before the person asks for all. */
  readonly first: number;
  /** Makes text of a piece; the pieces of a text are text already. */
  readonly toText?: (piece: string) => string;
}

/** A text in pieces, each laid out in a task of its own, so that the window answers in between. */
export function TextPieces({ pieces, first, toText }: TextPiecesProps): ReactNode {
  const text = useText();
  const [isAll, setIsAll] = useState(false);
  const [shown, setShown] = useState(first);
  useEffect(() => {
    if (!isAll || shown >= pieces.length) return;
    const timer = setTimeout(() => setShown((count) => count + 1));
    return () => clearTimeout(timer);
  }, [isAll, shown, pieces.length]);
  return (
    <div className="n-plain" dir="auto">
      {pieces.slice(0, shown).map((piece, index) => (
        // The pieces of one text never move.
        <Piece key={index} piece={piece} toText={toText} />
      ))}
      {shown >= pieces.length ? null : (
        <p className="n-plain__more">
          <Button isPending={isAll} onPress={() => setIsAll(true)}>
            {toText === undefined ? text.reading.showAll : text.reading.showRestAsText}
          </Button>
        </p>
      )}
    </div>
  );
}

const Piece = memo(function Piece({
  piece,
  toText,
}: {
  readonly piece: string;
  readonly toText: ((piece: string) => string) | undefined;
}): ReactNode {
  return (
    <div className="n-plain__piece">
      <TextBlocks text={toText === undefined ? piece : toText(piece)} />
    </div>
  );
});
