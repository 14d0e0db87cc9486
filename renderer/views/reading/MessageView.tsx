import { CloudOff, ImageOff, Scissors } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { drop } from '../../commands/drop.ts';
import { openLink } from '../../commands/openLink.ts';
import { showFailure } from '../../commands/runCommand.ts';
import type { MessageRow } from '../../domain/rows.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { useServices } from '../app/AppServices.ts';
import { AttachmentList } from './AttachmentList.tsx';
import { LinkHandlerContext, type LinkHandler } from './LinkHandler.ts';
import { MessageContent } from './MessageContent.tsx';
import { MessageHeader } from './MessageHeader.tsx';
import { NestedMessages } from './NestedMessages.tsx';
import type { BodyState } from './open/OpenMessage.ts';
import type { PreparedBody } from './open/prepareContent.ts';
import { useMarkShown } from './useMarkShown.ts';

export interface MessageViewProps {
  readonly row: MessageRow;
  readonly body: BodyState;
  /** False while it waits behind the one being read. */
  readonly isShown: boolean;
  readonly onRetry: () => void;
}

/** One message: head, what one should know, attachments, content. */
export function MessageView({ row, body: state, isShown, onRetry }: MessageViewProps): ReactNode {
  const text = useText();
  const { host, view, notifier } = useServices();
  const [hovered, setHovered] = useState<string | null>(null);
  useMarkShown(row, isShown && state.kind === 'ready');
  const blocked = state.kind === 'ready' ? blockedPictures(state.prepared) : 0;
  const open = useCallback(
    (href: string) =>
      drop(
        showFailure({ text }, notifier, () =>
          openLink(href, { host, hello: host.hello, update: (change) => view.setState(change) }),
        ),
        'failures are shown by showFailure',
      ),
    [text, notifier, host, view],
  );
  const [links] = useState<LinkHandler>(() => ({ open, hover: setHovered }));
  const attachments = (state.kind === 'ready' ? state.body.attachments : row.summary.attachments).filter(
    ({ inline }) => !inline,
  );
  return (
    <LinkHandlerContext value={links}>
      <div className="n-reading__scroll" tabIndex={-1}>
        <article className="n-reading__sheet">
          <MessageHeader row={row} />
          <div className="n-reading__notices">
            {blocked > 0 ? <Notice icon={ImageOff}>{text.reading.picturesBlocked(blocked)}</Notice> : null}
            {state.kind === 'ready' && state.body.truncated ? (
              <Notice icon={Scissors} tone="warning">
                {text.reading.truncated}
              </Notice>
            ) : null}
          </div>
          {attachments.length > 0 ? <AttachmentList row={row} attachments={attachments} /> : null}
          {state.kind === 'ready' ? (
            <MessageContent content={state.prepared.content} />
          ) : state.kind === 'failed' ? (
            <BodyFailure
              code={state.error.code}
              onRetry={onRetry}
              sentence={text.errors[state.error.code](state.error)}
            />
          ) : (
            <div className="n-reading__coming" role="status">
              <span className="n-hidden">{text.common.loading}</span>
              <Skeleton width="92%" />
              <Skeleton width="84%" />
              <Skeleton width="88%" />
              <Skeleton width="46%" />
            </div>
          )}
          {state.kind === 'ready' ? (
            <NestedMessages body={state.body} prepared={state.prepared.nested} />
          ) : null}
        </article>
      </div>
      {hovered === null ? null : (
        <div className="n-reading__target n-ellipsis">{text.reading.linkTo(hovered)}</div>
      )}
    </LinkHandlerContext>
  );
}

const blockedPictures = ({ content, nested }: PreparedBody): number =>
  [content, ...nested].reduce((sum, one) => sum + (one.kind === 'html' ? one.message.blockedPictures : 0), 0);

interface BodyFailureProps {
  readonly code: string;
  readonly sentence: { readonly title: string; readonly hint: string };
  readonly onRetry: () => void;
}

/** Offline is no error of anyone: it is said as what it is. */
function BodyFailure({ code, sentence, onRetry }: BodyFailureProps): ReactNode {
  const text = useText();
  const isOffline = code === 'disconnected' || code.startsWith('network.');
  const action = <Button onPress={onRetry}>{text.common.tryAgain}</Button>;
  return isOffline ? (
    <div role="status">
      <EmptyState
        icon={CloudOff}
        title={text.reading.notCachedTitle}
        hint={text.reading.notCachedHint}
        action={action}
      />
    </div>
  ) : (
    <ErrorState title={sentence.title} hint={sentence.hint} action={action} />
  );
}
