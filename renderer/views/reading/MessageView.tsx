import { CloudOff, FileSignature, LockKeyhole, Scissors } from 'lucide-react';
import { use, useMemo, type ReactNode } from 'react';
import type { MessageRow } from '../../domain/rows.ts';
import { domainOf } from '../../domain/trust/addressParts.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { AttachmentList } from './AttachmentList.tsx';
import { LinkHandlerContext } from './links/LinkHandler.ts';
import { useLinks } from './links/useLinks.tsx';
import { MessageContent } from './MessageContent.tsx';
import { MessageHeader } from './MessageHeader.tsx';
import { NestedMessages } from './NestedMessages.tsx';
import { PartialNotice } from './PartialNotice.tsx';
import type { OpenMessage, OpenState } from './open/OpenMessage.ts';
import { remotePicturesOf, type PreparedBody } from './open/prepareContent.ts';
import { PicturesNotice } from './pictures/PicturesNotice.tsx';
import { SenderWarning } from './sender/SenderLine.tsx';
import { CorrespondentsContext } from './sender/useCorrespondents.ts';
import { useSender } from './sender/useSender.ts';
import { useMarkShown } from './useMarkShown.ts';

export interface MessageViewProps {
  readonly row: MessageRow;
  readonly state: OpenState;
  /** False while it waits behind the one being read. */
  readonly isShown: boolean;
  readonly open: OpenMessage;
}

/** One message: head, what one should know, attachments, content. */
export function MessageView({
  row,
  state: { body: state, pictures },
  isShown,
  open,
}: MessageViewProps): ReactNode {
  const text = useText();
  useMarkShown(row, isShown && state.kind === 'ready');
  const correspondents = use(CorrespondentsContext);
  const domains = useMemo(() => [...new Set(correspondents.map(domainOf))], [correspondents]);
  const links = useLinks(domains);
  const sender = useSender(row, state.kind === 'ready' ? state.body : null);
  const attachments = (state.kind === 'ready' ? state.body.attachments : row.summary.attachments).filter(
    ({ inline }) => !inline,
  );
  return (
    <LinkHandlerContext value={links.handler}>
      <div className="n-reading__scroll" tabIndex={-1}>
        <article className="n-reading__sheet">
          <MessageHeader row={row} sender={sender} />
          <div className="n-reading__notices">
            {sender === null ? null : <SenderWarning assessed={sender.assessed} />}
            <PartialNotice row={row} />
            {state.kind === 'ready' ? (
              <PicturesNotice
                row={row}
                found={remotePicturesOf(state.prepared)}
                pictures={pictures}
                isShown={isShown}
                isTrusted={sender !== null && !sender.assessed.isWarning}
                open={open}
              />
            ) : null}
            {state.kind === 'ready' && state.body.protection !== undefined ? (
              <Notice icon={state.body.protection === 'signed' ? FileSignature : LockKeyhole}>
                {text.reading.protection[state.body.protection]}
              </Notice>
            ) : null}
            {state.kind === 'ready' && (state.body.truncated || isCut(state.prepared)) ? (
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
              onRetry={open.retry}
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
      {links.line}
      {links.question}
    </LinkHandlerContext>
  );
}

/** Larger or more deeply nested than can be shown. */
const isCut = ({ content, nested }: PreparedBody): boolean =>
  [content, ...nested].some((one) => one.kind === 'html' && one.message.isCut);

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
