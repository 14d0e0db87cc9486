import { Copy, Download } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import type { ConnectionInfo } from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { useText } from '../../i18n/TextContext.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { showToast } from '../../ui/showToast.ts';
import { phaseChain } from './phaseChain.ts';
import { saveText } from './saveText.ts';
import { transcriptText } from './transcriptText.ts';
import { useTranscript } from './useTranscript.ts';

/** How near the end one must be for new lines to scroll into sight. */
const NEAR_END_PX = 40;

/** One dialogue: its phases, the current one marked, and every line. Follows the end until one scrolls up. */
export function Dialogue({ connection }: { readonly connection: ConnectionInfo }): ReactNode {
  const text = useText();
  const words = text.connections;
  const { protocol, host, phase } = connection;
  const { lines, error } = useTranscript(connection.id);
  const list = useRef<HTMLOListElement>(null);
  const follows = useRef(true);
  useEffect(() => {
    if (follows.current && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [lines]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(transcriptText(connection, lines));
    showToast({ title: words.copied });
  };
  return (
    <section className="n-dialogue" aria-label={`${protocol.toUpperCase()} ${host}`}>
      <header className="n-dialogue__header">
        <ol className="n-phases" aria-label={words.phases}>
          {phaseChain[protocol].map((one) => (
            <li
              key={one}
              className={one === phase ? 'n-phase n-phase--current' : 'n-phase'}
              {...(one === phase ? { 'aria-current': 'step' as const } : {})}
            >
              {words.phase[one]}
            </li>
          ))}
        </ol>
        <IconButton
          icon={Copy}
          size="small"
          label={words.copy}
          onPress={() => drop(copy(), 'the toast says that it is done')}
        />
        <IconButton
          icon={Download}
          size="small"
          label={words.save}
          onPress={() => saveText(`naru-${protocol}-${host}.txt`, transcriptText(connection, lines))}
        />
      </header>
      {error === null ? null : <Notice tone="danger">{text.errors[error.code](error).title}</Notice>}
      {lines.length === 0 ? (
        <p className="n-dialogue__empty">{words.waiting}</p>
      ) : (
        <ol
          ref={list}
          className="n-transcript"
          aria-label={words.transcript}
          tabIndex={0}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
          }}
        >
          {lines.map((line) => (
            <li key={line.seq} className={`n-line n-line--${line.direction}`}>
              <time className="n-line__time">{new Date(line.at).toTimeString().slice(0, 8)}</time>
              <span className="n-line__who">{words[line.direction]}</span>
              <span className="n-line__text">{line.text}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
