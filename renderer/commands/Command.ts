import type { LucideIcon } from 'lucide-react';
import type { AppSettings, HostClient } from '../../preload/contract/index.ts';
import type { FolderRow, MessageRow } from '../domain/rows.ts';
import type { Catalogue } from '../i18n/en.ts';
import type { Language } from '../i18n/Language.ts';
import type { WorkerApi } from '../worker/workerApi.ts';
import type { InOrder } from './inOrder.ts';
import type { Shortcut } from './Shortcut.ts';
import type { ViewState } from './ViewState.ts';

/** What a command may look at and act through: a snapshot, made anew for each render and each key. */
export interface CommandContext {
  readonly state: ViewState;
  readonly update: (change: (state: ViewState) => ViewState) => void;
  readonly host: HostClient;
  readonly worker: WorkerApi;
  readonly text: Catalogue;
  readonly language: Language;
  readonly settings: AppSettings;
  readonly saveSettings: (settings: AppSettings) => Promise<void>;
  /** All folders of all accounts. */
  readonly folders: readonly FolderRow[];
  /** The chosen messages as far as a label needs them; fewer than `state.selection.selected` while they load. */
  readonly rows: readonly MessageRow[];
  /** The same, read now: what a change decides by. */
  readonly readRows: () => Promise<readonly MessageRow[]>;
  /** Changes to messages go through here: two quick keys on one message keep their order. */
  readonly inOrder: InOrder;
  /** Asked at the moment of use: the undo stack repaints nothing. */
  readonly canUndo: () => boolean;
  /** Takes back the newest change that can be taken back. */
  readonly undoLast: () => Promise<void>;
}

/** What a command tells the person afterwards, with the way back. */
export interface CommandOutcome {
  readonly notice: string;
  /** How long the notice stays; the usual time when left out. */
  readonly durationMs?: number;
  /** The notice says these words anew each second until the time is up. */
  readonly countdown?: { readonly seconds: number; readonly words: (seconds: number) => string };
  readonly undo: () => Promise<void>;
}

/**
 * One thing a person can do. The toolbar, the menus, the palette and the keyboard all read it here.
 * `run` may reject with a MailError: the runner shows its sentence.
 */
export interface Command {
  readonly id: string;
  readonly group: 'message' | 'navigate' | 'app';
  readonly icon: LucideIcon;
  /** The first is the one shown. */
  readonly shortcuts: readonly Shortcut[];
  /** Named by what it would do now ("Add star" or "Remove star"). */
  readonly label: (context: CommandContext) => string;
  readonly isEnabled: (context: CommandContext) => boolean;
  /** Left out of the palette (moving by one row, opening the palette itself). */
  readonly isHidden?: boolean;
  readonly run: (context: CommandContext) => Promise<CommandOutcome | null>;
}
