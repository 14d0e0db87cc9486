import { useState, type ReactNode } from 'react';
import { drop } from '../../../commands/drop.ts';
import { openLink } from '../../../commands/openLink.ts';
import { showFailure } from '../../../commands/runCommand.ts';
import { assessLink, type LinkAssessment } from '../../../domain/trust/assessLink.ts';
import { useText } from '../../../i18n/TextContext.ts';
import { useServices } from '../../app/AppServices.ts';
import type { LinkHandler, MessageLinkInfo } from './LinkHandler.ts';
import { LinkQuestion } from './LinkQuestion.tsx';
import { LinkTarget } from './LinkTarget.tsx';

/**
 * The links of one message: `handler` for whatever shows them, `line` and `question` to be drawn. A link that is what
 * it seems opens at once; one with a warning, and a telephone number, only after the person said so.
 */
export function useLinks(known: readonly string[]): {
  readonly handler: LinkHandler;
  readonly line: ReactNode;
  readonly question: ReactNode;
} {
  const text = useText();
  const { host, view, notifier } = useServices();
  const [hovered, setHovered] = useState<MessageLinkInfo | null>(null);
  const [asked, setAsked] = useState<{
    readonly link: MessageLinkInfo;
    readonly assessed: LinkAssessment;
  } | null>(null);
  const open = (target: string): void =>
    drop(
      showFailure({ text }, notifier, () =>
        openLink(target, { host, hello: host.hello, update: (change) => view.setState(change) }),
      ),
      'failures are shown by showFailure',
    );
  const handler: LinkHandler = {
    open: (link) => {
      const assessed = assessLink(link.text, link.href, known);
      if (assessed.warnings.length > 0 || assessed.kind === 'phone') setAsked({ link, assessed });
      else if (assessed.target !== null) open(assessed.target);
    },
    hover: setHovered,
  };
  return {
    handler,
    line: <LinkTarget link={hovered} known={known} />,
    question:
      asked === null ? null : (
        <LinkQuestion
          {...asked}
          onClose={() => setAsked(null)}
          onOpen={() => {
            setAsked(null);
            if (asked.assessed.target !== null) open(asked.assessed.target);
          }}
        />
      ),
  };
}
