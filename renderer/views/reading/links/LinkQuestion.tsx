import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { drop } from '../../../commands/drop.ts';
import type { LinkAssessment } from '../../../domain/trust/assessLink.ts';
import { oneLine } from '../../../domain/trust/hiddenCharacters.ts';
import { useText } from '../../../i18n/TextContext.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useServices } from '../../app/AppServices.ts';
import type { MessageLinkInfo } from './LinkHandler.ts';
import { linkWords } from './linkWords.ts';
import './links.css';

export interface LinkQuestionProps {
  readonly link: MessageLinkInfo;
  readonly assessed: LinkAssessment;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

const MAX_SHOWN = 2000;

/** Asked before a link opens that is not what it seems, and before every telephone number. */
export function LinkQuestion({ link, assessed, onOpen, onClose }: LinkQuestionProps): ReactNode {
  const text = useText();
  const { notifier } = useServices();
  const isPhone = assessed.kind === 'phone';
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(assessed.target ?? link.href);
    notifier.notice(text.trust.linkCopied);
    onClose();
  };
  return (
    <Dialog
      title={isPhone ? text.trust.linkPhoneTitle : text.trust.linkTitle}
      isOpen
      onClose={onClose}
      closeLabel={text.common.close}
      actions={
        <>
          <Button tone="quiet" onPress={() => drop(copy(), 'the notice says it')}>
            {text.trust.linkCopy}
          </Button>
          <Button autoFocus onPress={onClose}>
            {text.common.cancel}
          </Button>
          {assessed.target === null ? null : (
            <Button tone={isPhone ? 'primary' : 'danger'} onPress={onOpen}>
              {isPhone ? text.trust.linkCall : text.trust.linkOpen}
            </Button>
          )}
        </>
      }
    >
      <div className="n-link-question">
        {assessed.warnings.map((warning, index) => (
          <Notice key={index} icon={TriangleAlert} tone="warning">
            {linkWords(warning, assessed, text)}
          </Notice>
        ))}
        <dl className="n-link-question">
          {isPhone ? null : (
            <div>
              <dt>{text.trust.linkText}</dt>
              <dd>
                <bdi>{oneLine(link.text, 300) || '–'}</bdi>
              </dd>
            </div>
          )}
          <div>
            <dt>{text.trust.linkTarget}</dt>
            <dd>
              {assessed.shownHost === null ? null : (
                <bdi className="n-link-question__host">{assessed.shownHost}</bdi>
              )}
              <bdi className="n-link-question__address">
                {oneLine(assessed.target ?? link.href, MAX_SHOWN)}
              </bdi>
            </dd>
          </div>
        </dl>
      </div>
    </Dialog>
  );
}
