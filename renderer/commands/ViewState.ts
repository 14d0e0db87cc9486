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
  /** UIDs of the shown folder in the cache, newest first; null before they are known. */
  readonly listed: readonly Uid[] | null;
  /** Of these, the ones just moved away or deleted: gone from the screen before the cache knows. */
  readonly leaving: ReadonlySet<Uid>;
  /** What the list shows: `listed` without `leaving`; the one truth for screen, keyboard and commands. */
  readonly order: readonly Uid[];
  readonly selection: Selection;
  readonly compose: ComposeRequest | null;
  readonly overlay: Overlay | null;
  /** In a window too narrow for both, the message covers the list. */
  readonly isReading: boolean;
}

const noList = { listed: null, leaving: new Set<Uid>(), order: [] } as const;

export const initialViewState: ViewState = {
  section: 'mail',
  folder: null,
  ...noList,
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
      : { ...state, section: 'mail', folder, ...noList, selection: emptySelection, isReading: false };

export const select =
  (selection: Selection) =>
  (state: ViewState): ViewState => ({ ...state, selection });

export const setReading =
  (isReading: boolean) =>
  (state: ViewState): ViewState => ({ ...state, isReading });

/** The folder's list changed; the selection follows. An answer for another folder than the shown one is ignored. */
export const showOrder =
  (folder: FolderKey, listed: readonly Uid[]) =>
  (state: ViewState): ViewState =>
    state.folder === folder ? follow(state, listed, state.leaving) : state;

/** Messages are on their way out of the folder: the list closes over them and the selection moves on at once. */
export const hideLeaving =
  (folder: FolderKey, uids: readonly Uid[]) =>
  (state: ViewState): ViewState =>
    state.folder === folder && state.listed !== null
      ? follow(state, state.listed, new Set([...state.leaving, ...uids]))
      : state;

/** They stay after all: the change failed or was taken back. */
export const showAgain =
  (folder: FolderKey, uids: readonly Uid[]) =>
  (state: ViewState): ViewState => {
    if (state.folder !== folder || state.listed === null) return state;
    const staying = new Set(uids);
    return follow(state, state.listed, new Set([...state.leaving].filter((uid) => !staying.has(uid))));
  };

function follow(state: ViewState, listed: readonly Uid[], hidden: ReadonlySet<Uid>): ViewState {
  if (hidden.size === 0)
    return {
      ...state,
      listed,
      leaving: hidden,
      order: listed,
      selection: followOrder(state.selection, state.order, listed),
    };
  const present = new Set(listed);
  const leaving = new Set([...hidden].filter((uid) => present.has(uid)));
  const order = listed.filter((uid) => !leaving.has(uid));
  return { ...state, listed, leaving, order, selection: followOrder(state.selection, state.order, order) };
}

export const openCompose =
  (compose: ComposeRequest) =>
  (state: ViewState): ViewState => ({ ...state, compose, overlay: null });

export const closeCompose = (state: ViewState): ViewState => ({ ...state, compose: null });

export const openOverlay =
  (overlay: Overlay | null) =>
  (state: ViewState): ViewState => ({ ...state, overlay });
