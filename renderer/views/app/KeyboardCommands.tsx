import { useEffect } from 'react';
import { commandForKey } from '../../commands/registry.ts';
import { useServices } from './AppServices.ts';
import { useCurrentContext } from './useCommandContext.ts';
import { useRunCommand } from './useRunCommand.ts';

/** Where keys are text or have a meaning of their own. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="dialog"], [role="menu"], [role="listbox"]';

/** Single-key commands for the whole window; silent while someone types or an overlay is open. */
export function KeyboardCommands(): null {
  const { isMac } = useServices();
  const current = useCurrentContext();
  const run = useRunCommand();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const hasModifier = event.ctrlKey || event.metaKey;
      const isElsewhere = event.target instanceof Element && event.target.closest(OWN_KEYS) !== null;
      const command = commandForKey(event, current(), isMac);
      if (command === undefined) return;
      // The palette opens from anywhere; every other key belongs to the field or the dialog.
      if (isElsewhere && !(hasModifier && command.id === 'openPalette')) return;
      event.preventDefault();
      run(command);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [current, run, isMac]);
  return null;
}
