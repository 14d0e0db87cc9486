import type { DraftId, Uid } from '../../preload/contract/index.ts';
import type { FolderKey } from '../domain/rows.ts';
import { emptySelection, followOrder, type Selection } from './Selection.ts';

/** The places one can be in; the router of an application without addresses. */
export type Section = 'mail' | 'outbox' | 'connections' | 'accounts' | 'settings';

/** What the composer was opened for. */
export type ComposeRequest =
  /** `mailto`: an RFC 6068 address that was clicked; only to, cc, bcc, subject and body of it count. */
  | { readonly kind: 'new'; readonly mailto?: string }
  | { readonly kind: 'draft'; readonly draftId: DraftId }
  | { readonly kind: 'reply' | 'replyAll' | 'forward'; readonly folder: FolderKey; readonly uid: Uid };

export type Overlay = 'palette' | 'shortcuts' | 'move';

/** Where the person is and what is chosen: all of the window's state that is not data. */
export interface ViewState {
  readonly section: Section;
  readonly folder: FolderKey | null;
  /** UIDs of the shown folder, newest first; empty before they are known. */
  readonly order: readonly Uid[];
  readonly selection: Selection;
  readonly compose: ComposeRequest | null;
  readonly overlay: Overlay | null;
  /** In a window too narrow for both, the message covers the list. */
  readonly isReading: boolean;
}

export const initialViewState: ViewState = {
  section: 'mail',
  folder: null,
  order: [],
  selection: emptySelection,
  compose: null,
  overlay: null,
  isReading: false,
};

export const openSection =
  (section: Section) =>
  (state: ViewState): ViewState => ({ ...state, section, overlay: null });

export const openFolder =
  (folder: FolderKey) =>
  (state: ViewState): ViewState =>
    state.folder === folder
      ? { ...state, section: 'mail', isReading: false }
      : { ...state, section: 'mail', folder, order: [], selection: emptySelection, isReading: false };

export const select =
  (selection: Selection) =>
  (state: ViewState): ViewState => ({ ...state, selection });

export const setReading =
  (isReading: boolean) =>
  (state: ViewState): ViewState => ({ ...state, isReading });

/** The folder's list changed; the selection follows. An answer for another folder than the shown one is ignored. */
export const showOrder =
  (folder: FolderKey, order: readonly Uid[]) =>
  (state: ViewState): ViewState =>
    state.folder === folder
      ? { ...state, order, selection: followOrder(state.selection, state.order, order) }
      : state;

export const openCompose =
  (compose: ComposeRequest) =>
  (state: ViewState): ViewState => ({ ...state, compose, overlay: null });

export const closeCompose = (state: ViewState): ViewState => ({ ...state, compose: null });

export const openOverlay =
  (overlay: Overlay | null) =>
  (state: ViewState): ViewState => ({ ...state, overlay });
