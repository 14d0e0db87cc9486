import { useEffect, useRef, useState } from 'react';
import {
  toErrorData,
  type Draft,
  type DraftAttachment,
  type InlinePart,
} from '../../../preload/contract/index.ts';
import { discardDraft } from '../../commands/discardDraft.ts';
import { drop } from '../../commands/drop.ts';
import { sendDraft } from '../../commands/sendDraft.ts';
import { closeCompose } from '../../commands/ViewState.ts';
import { checkDraft, type DraftProblem, type DraftWarning } from '../../domain/composing/checkDraft.ts';
import { isBlankDraft } from '../../domain/composing/newDraft.ts';
import { useText } from '../../i18n/TextContext.ts';
import { useServices } from '../app/AppServices.ts';
import { useRunCommand } from '../app/useRunCommand.ts';
import { DraftSaver, type SaveState } from './DraftSaver.ts';
import type { EditorView } from './EditorView.ts';
import { InlinePictures } from './InlinePictures.ts';
import { ownText } from './ownText.ts';
import type { StartedDraft } from './startDraft.ts';
import { sourceOfFile, useUploads, type Uploads, type UploadSource } from './useUploads.ts';

export interface ComposerControls {
  /** Everything but the HTML, which the editor holds. */
  readonly draft: Draft;
  readonly initialHtml: string;
  readonly saveState: SaveState;
  readonly problems: readonly DraftProblem[];
  readonly warnings: readonly DraftWarning[];
  readonly isSending: boolean;
  readonly uploads: Uploads['uploads'];
  readonly cancelUpload: Uploads['cancel'];
  readonly change: (patch: Partial<Draft>) => void;
  readonly htmlChanged: () => void;
  readonly editorReady: (view: EditorView) => void;
  readonly attach: (files: readonly File[]) => void;
  readonly insertPictures: (files: readonly File[]) => void;
  /** Checks and sends; `despiteWarnings` after the person was asked. */
  readonly send: (despiteWarnings?: boolean) => void;
  /** The same, at this time (milliseconds since the epoch). */
  readonly sendLater: (at: number) => void;
  readonly dismissWarnings: () => void;
  readonly close: () => void;
  readonly discard: () => void;
  readonly resolveConflict: (keep: 'ours' | 'theirs') => void;
  /** The host's version of this draft, as the mirror shows it. */
  readonly seen: (stored: Draft) => void;
}

/** One message being written: what is typed, saved, attached, checked and sent. */
export function useComposer(started: StartedDraft, sources: readonly UploadSource[]): ComposerControls {
  const { host, view, notifier } = useServices();
  const run = useRunCommand();
  const text = useText();
  const [draft, setDraft] = useState(started.draft);
  const [saveState, setSaveState] = useState<SaveState>('saved');
  const [problems, setProblems] = useState<readonly DraftProblem[]>([]);
  const [warnings, setWarnings] = useState<readonly DraftWarning[]>([]);
  const [isSending, setSending] = useState(false);
  // What timers and unmounting must see at once, not after the next render.
  const headers = useRef(started.draft);
  const editor = useRef<EditorView | null>(null);
  const [pictures] = useState(() => picturesOf(started.pictures));
  const [saver] = useState(
    () =>
      new DraftSaver(started.draft.updatedAt, {
        save: (latest) => host.api['drafts.save'](latest),
        now: () => Date.now(),
        setTimer: (ms, action) => {
          const timer = setTimeout(action, ms);
          return () => clearTimeout(timer);
        },
        onState: setSaveState,
        onError: (error) => {
          const data = toErrorData(error);
          const sentence = text.errors[data.code](data);
          notifier.error(sentence.title, sentence.hint);
        },
      }),
  );

  const current = (): Draft => ({
    ...headers.current,
    html: pictures.toDraft(editor.current?.getHtml() ?? headers.current.html),
  });
  const change = (patch: Partial<Draft>): void => {
    headers.current = { ...headers.current, ...patch };
    setDraft(headers.current);
    setProblems([]);
    saver.changed(current);
  };
  const attached = (attachment: DraftAttachment): void =>
    change({ attachments: [...headers.current.attachments, attachment] });
  const { uploads, start, cancel } = useUploads(host.api, attached);
  const upload = (more: readonly UploadSource[]): void =>
    drop(start(more), 'each file shows its own progress and failure');

  useEffect(() => {
    if (sources.length > 0) drop(start(sources), 'each file shows its own progress and failure');
    const onLeave = (): void => drop(saver.flush(), 'the saver tells its own failures');
    window.addEventListener('blur', onLeave);
    return () => {
      window.removeEventListener('blur', onLeave);
      onLeave();
      pictures.release();
    };
    // Once per message: a composer for another message is another component.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  /** When the person wants it to leave; null for now. Kept while warnings are answered. */
  const leavesAt = useRef<number | null>(null);
  const send = (despiteWarnings = false): void => {
    // A recipient that is still letters in the input becomes a chip when the input loses the focus.
    if (document.activeElement instanceof HTMLInputElement) document.activeElement.blur();
    const latest = current();
    const pending = uploads.filter(({ error }) => error === null).length;
    const found = checkDraft(latest, ownText(latest.html), pending);
    setProblems(found.problems);
    setWarnings(found.problems.length > 0 || despiteWarnings ? [] : found.warnings);
    if (found.problems.length > 0 || (found.warnings.length > 0 && !despiteWarnings)) return;
    setSending(true);
    run(
      sendDraft(latest, {
        sendAt: leavesAt.current,
        onSent: () => saver.close(),
        onSettled: () => setSending(false),
      }),
    );
  };

  const close = (): void => {
    const latest = current();
    if (isBlankDraft(latest)) {
      saver.close();
      drop(host.api['drafts.delete']({ draftId: latest.id }), 'an empty draft is worth no message');
    } else if (saveState !== 'saved') notifier.notice(text.compose.kept);
    view.setState(closeCompose);
  };

  return {
    draft,
    initialHtml: pictures.toEditor(started.draft.html),
    saveState,
    problems,
    warnings,
    isSending,
    uploads,
    cancelUpload: cancel,
    change,
    htmlChanged: () => saver.changed(current),
    editorReady: (ready) => {
      editor.current = ready;
    },
    attach: (files) => upload(files.map((file) => sourceOfFile(file))),
    insertPictures: (files) => {
      for (const file of files) {
        const contentId = `${crypto.randomUUID()}@naru`;
        editor.current?.insertImage(pictures.add(contentId, file), file.name);
        upload([sourceOfFile(file, contentId)]);
      }
    },
    send: (despiteWarnings) => {
      if (despiteWarnings !== true) leavesAt.current = null;
      send(despiteWarnings);
    },
    sendLater: (at) => {
      leavesAt.current = at;
      send();
    },
    dismissWarnings: () => setWarnings([]),
    close,
    discard: () => {
      saver.close();
      run(discardDraft(current(), true));
    },
    resolveConflict: (keep) => {
      const { theirs } = saver;
      if (keep === 'theirs' && theirs !== null) {
        headers.current = theirs;
        setDraft(theirs);
        editor.current?.setHtml(pictures.toEditor(theirs.html));
      }
      saver.resolve(keep);
    },
    seen: (stored) => saver.seen(stored),
  };
}

function picturesOf(parts: readonly InlinePart[]): InlinePictures {
  const pictures = new InlinePictures();
  // A copy: the bytes of a structured clone may lie in a buffer that is shared.
  for (const { contentId, type, bytes } of parts)
    pictures.add(contentId, new Blob([bytes.slice()], { type }));
  return pictures;
}
