import { archive } from './archive.ts';
import { closeMessage } from './closeMessage.ts';
import type { Command, CommandContext } from './Command.ts';
import { compose } from './compose.ts';
import { deleteMessages } from './deleteMessages.ts';
import { forward } from './forward.ts';
import { junk } from './junk.ts';
import { moveTo } from './moveTo.ts';
import { nextMessage } from './nextMessage.ts';
import { openAccounts } from './openAccounts.ts';
import { openConnections } from './openConnections.ts';
import { openMail } from './openMail.ts';
import { openOutbox } from './openOutbox.ts';
import { openPalette } from './openPalette.ts';
import { openSettings } from './openSettings.ts';
import { previousMessage } from './previousMessage.ts';
import { reply } from './reply.ts';
import { replyAll } from './replyAll.ts';
import { selectAll } from './selectAll.ts';
import { matchesShortcut, type KeyPress } from './Shortcut.ts';
import { showShortcuts } from './showShortcuts.ts';
import { switchLanguage } from './switchLanguage.ts';
import { switchTheme } from './switchTheme.ts';
import { syncNow } from './syncNow.ts';
import { toggleDensity } from './toggleDensity.ts';
import { toggleRead } from './toggleRead.ts';
import { toggleStar } from './toggleStar.ts';
import { undoLast } from './undoLast.ts';

/** Every command, in the order the palette shows them. A new intent: one file, one line here. */
export const registry: readonly Command[] = [
  reply,
  replyAll,
  forward,
  archive,
  deleteMessages,
  junk,
  moveTo,
  toggleRead,
  toggleStar,
  nextMessage,
  previousMessage,
  selectAll,
  closeMessage,
  openMail,
  openOutbox,
  openAccounts,
  openConnections,
  openSettings,
  compose,
  syncNow,
  undoLast,
  switchTheme,
  toggleDensity,
  switchLanguage,
  showShortcuts,
  openPalette,
];

/** The enabled command this key press means, if any. */
export function commandForKey(press: KeyPress, context: CommandContext, isMac: boolean): Command | undefined {
  return registry.find(
    (command) =>
      command.shortcuts.some((shortcut) => matchesShortcut(press, shortcut, isMac)) &&
      command.isEnabled(context),
  );
}
