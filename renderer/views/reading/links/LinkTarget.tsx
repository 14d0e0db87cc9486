import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { assessLink } from '../../../domain/trust/assessLink.ts';
import { oneLine } from '../../../domain/trust/hiddenCharacters.ts';
import { useText } from '../../../i18n/TextContext.ts';
import { classNames } from '../../../ui/classNames.ts';
import type { MessageLinkInfo } from './LinkHandler.ts';
import { linkWords } from './linkWords.ts';
import './links.css';

const MAX_SHOWN = 300;

/** The line at the foot of the pane that says where the link under the pointer or the keyboard really goes. */
export function LinkTarget({
  link,
  known,
}: {
  readonly link: MessageLinkInfo | null;
  readonly known: readonly string[];
}): ReactNode {
  const text = useText();
  if (link === null) return null;
  const assessed = assessLink(link.text, link.href, known);
  const [first] = assessed.warnings;
  return (
    <div className={classNames('n-link-target', first !== undefined && 'n-link-target--warning')}>
      {first === undefined ? null : (
        <p className="n-link-target__warning">
          <TriangleAlert aria-hidden size={13} />
          {linkWords(first, assessed, text)}
        </p>
      )}
      <p className="n-link-target__address n-ellipsis">
        {assessed.shownHost === null ? null : (
          <bdi className="n-link-target__host">
            {assessed.shownHost}
            {assessed.leadsTo === null ? '' : ` ${text.trust.leadsTo(assessed.leadsTo)}`}
          </bdi>
        )}
        <bdi>{oneLine(link.href, MAX_SHOWN)}</bdi>
      </p>
    </div>
  );
}
