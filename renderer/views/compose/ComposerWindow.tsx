import { Maximize2, Minimize2, Paperclip, SendHorizontal, Trash2, X } from 'lucide-react';
import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { shortcutKeys } from '../../commands/Shortcut.ts';
import type { ComposeRequest } from '../../commands/ViewState.ts';
import { draftById } from '../../db/queries/draftQueries.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/classNames.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useServices } from '../app/AppServices.ts';
import { AttachmentChips } from './AttachmentChips.tsx';
import { ComposerFields } from './ComposerFields.tsx';
import { Editor } from './Editor.tsx';
import { ProblemNotices } from './ProblemNotices.tsx';
import { SendLater } from './SendLater.tsx';
import { SendWarnings } from './SendWarnings.tsx';
import type { StartedDraft } from './startDraft.ts';
import { useComposer } from './useComposer.ts';
import { useFileDrop } from './useFileDrop.ts';
import type { UploadSource } from './useUploads.ts';

/** The sheet one writes on: it lies over the window's lower corner, or large in the middle. */
export function ComposerWindow({
  request,
  started,
  sources,
}: {
  readonly request: ComposeRequest;
  readonly started: StartedDraft;
  readonly sources: readonly UploadSource[];
}): ReactNode {
  const text = useText();
  const { database, isMac } = useServices();
  const composer = useComposer(started, sources);
  const { draft, saveState } = composer;
  const [isLarge, setLarge] = useState(false);
  const fileInput = useRef<HTMLInputElement>(null);
  const { isOver, handlers } = useFileDrop(composer.attach);
  const stored = useLiveQuery(() => draftById(database, draft.id), [database, draft.id]);
  useEffect(() => {
    if (stored !== undefined) composer.seen(stored);
    // Told when the stored version changes, not at each key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [stored]);
  const title = draft.subject.trim() === '' ? text.compose.newTitle : draft.subject;
  const saveWords = {
    saved: draft.updatedAt === started.draft.updatedAt && stored === undefined ? '' : text.compose.saved,
    unsaved: '',
    saving: text.compose.saving,
    failed: text.compose.saveFailed,
    conflict: '',
  }[saveState];

  const onKeyDownCapture = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (isMac ? event.metaKey : event.ctrlKey)) {
      event.preventDefault();
      event.stopPropagation();
      composer.send();
    }
  };
  return (
    <section
      className={classNames('n-compose', isLarge && 'n-compose--large')}
      role="dialog"
      aria-label={title}
      onKeyDownCapture={onKeyDownCapture}
      {...handlers}
    >
      <div className="n-compose__header">
        <h2 className="n-compose__title n-ellipsis">{title}</h2>
        <span className="n-compose__saved" role="status">
          {saveWords}
        </span>
        <IconButton
          icon={isLarge ? Minimize2 : Maximize2}
          size="small"
          label={isLarge ? text.compose.shrink : text.compose.expand}
          onPress={() => setLarge(!isLarge)}
        />
        <IconButton icon={X} size="small" label={text.compose.close} onPress={composer.close} />
      </div>
      {saveState === 'conflict' ? (
        <Notice
          tone="warning"
          isLive
          action={
            <>
              <Button size="small" onPress={() => composer.resolveConflict('theirs')}>
                {text.compose.conflictTake}
              </Button>
              <Button size="small" onPress={() => composer.resolveConflict('ours')}>
                {text.compose.conflictKeep}
              </Button>
            </>
          }
        >
          {text.compose.conflictTitle}
        </Notice>
      ) : null}
      {started.isQuoteMissing ? <Notice>{text.compose.quoteMissing}</Notice> : null}
      <ComposerFields
        draft={draft}
        focusesTo={request.kind === 'new' || request.kind === 'forward'}
        onChange={composer.change}
      />
      <Editor
        label={text.compose.message}
        initialHtml={composer.initialHtml}
        onReady={(view) => {
          composer.editorReady(view);
          if (request.kind !== 'new' && request.kind !== 'forward') view.focus('start');
        }}
        onChange={composer.htmlChanged}
        onPasteFiles={composer.insertPictures}
      />
      <AttachmentChips
        attachments={draft.attachments}
        uploads={composer.uploads}
        onCancel={composer.cancelUpload}
        onRemove={({ blobId }) =>
          composer.change({ attachments: draft.attachments.filter((one) => one.blobId !== blobId) })
        }
      />
      <ProblemNotices problems={composer.problems} />
      <div className="n-compose__footer">
        <Button tone="primary" isDisabled={composer.isSending} onPress={() => composer.send()}>
          <SendHorizontal aria-hidden size={15} strokeWidth={1.75} />
          {text.compose.send}
        </Button>
        <SendLater isDisabled={composer.isSending} onChoose={composer.sendLater} />
        <span className="n-compose__hint" aria-hidden>
          {shortcutKeys({ key: 'Enter', mod: true }, isMac)}
        </span>
        <span className="n-compose__gap" />
        <input
          ref={fileInput}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            composer.attach([...(event.target.files ?? [])]);
            // So that the same file can be chosen again after it was removed.
            event.target.value = '';
          }}
        />
        <IconButton icon={Paperclip} label={text.compose.attach} onPress={() => fileInput.current?.click()} />
        <IconButton icon={Trash2} label={text.compose.discard} onPress={composer.discard} />
      </div>
      {isOver ? <div className="n-compose__drop">{text.compose.dropHere}</div> : null}
      <SendWarnings
        warnings={composer.warnings}
        onClose={composer.dismissWarnings}
        onSend={() => composer.send(true)}
      />
    </section>
  );
}
