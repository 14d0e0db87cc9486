import { useEffect, useState, type ReactNode } from 'react';
import { DraftId, toErrorData, type MailErrorData } from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { closeCompose, type ComposeRequest } from '../../commands/ViewState.ts';
import { useFormats, useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { useAppData } from '../app/AppData.ts';
import { useServices } from '../app/AppServices.ts';
import { useViewState } from '../app/useViewState.ts';
import { ComposerWindow } from './ComposerWindow.tsx';
import { sanitiseForEditor } from './createEditorSanitizer.ts';
import { loadPictures } from './loadPictures.ts';
import { openRequest, placeOf } from './openRequest.ts';
import type { StartedDraft } from './startDraft.ts';
import { uploadSources } from './uploadSources.ts';
import type { UploadSource } from './useUploads.ts';
import './Composer.css';

/** What writes messages; shows nothing while nothing is being written. */
export function Composer(): ReactNode {
  const request = useViewState((state) => state.compose);
  // Another request is another message: the one before saves itself as it goes.
  return request === null ? null : <Opening key={JSON.stringify(request)} request={request} />;
}

type Opened =
  | { readonly name: 'opening' }
  | { readonly name: 'failed'; readonly error: MailErrorData }
  | { readonly name: 'open'; readonly started: StartedDraft; readonly sources: readonly UploadSource[] };

function Opening({ request }: { readonly request: ComposeRequest }): ReactNode {
  const { database, host, worker, view } = useServices();
  const { accounts } = useAppData();
  const folder = useViewState((state) => state.folder);
  const text = useText();
  const formats = useFormats();
  const [opened, setOpened] = useState<Opened>({ name: 'opening' });
  useEffect(() => {
    let isGone = false;
    const open = async (): Promise<void> => {
      try {
        const context = {
          id: DraftId.parse(crypto.randomUUID()),
          accounts,
          now: Date.now(),
          text: text.compose,
          formats,
        };
        const started = await openRequest(
          request,
          { database, api: host.api, worker: worker.api },
          context,
          folder,
        );
        const sources = uploadSources(started, await placeOf(request, database), host.api);
        const complete = {
          ...started,
          // Before anything of it can be saved or sent, opened in the editor or not.
          draft: { ...started.draft, html: sanitiseForEditor(started.draft.html) },
          pictures: await loadPictures(started, host.api),
        };
        if (!isGone) setOpened({ name: 'open', started: complete, sources });
      } catch (error) {
        if (!isGone) setOpened({ name: 'failed', error: toErrorData(error) });
      }
    };
    drop(open(), 'the composer shows how it went');
    return () => {
      isGone = true;
    };
    // Opened once: accounts or language changing meanwhile must not start the message anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  switch (opened.name) {
    case 'opening':
      return (
        <section className="n-compose" role="dialog" aria-label={text.compose.newTitle}>
          <ProgressBar label={text.compose.opening} value={null} />
        </section>
      );
    case 'failed': {
      const sentence = text.errors[opened.error.code](opened.error);
      return (
        <section className="n-compose" role="dialog" aria-label={text.compose.newTitle}>
          <ErrorState
            title={sentence.title}
            hint={sentence.hint}
            action={<Button onPress={() => view.setState(closeCompose)}>{text.common.close}</Button>}
          />
        </section>
      );
    }
    case 'open':
      return <ComposerWindow request={request} started={opened.started} sources={opened.sources} />;
  }
}
