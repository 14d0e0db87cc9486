import type { ReactNode } from 'react';
import type { Command } from '../../commands/Command.ts';
import { shortcutKeys } from '../../commands/Shortcut.ts';
import { IconButton, type IconButtonProps } from '../../ui/IconButton.tsx';
import { useServices } from './AppServices.ts';
import { useCommandContext } from './useCommandContext.ts';
import { useRunCommand } from './useRunCommand.ts';

export interface CommandButtonProps extends Pick<IconButtonProps, 'isActive' | 'tone' | 'size'> {
  readonly command: Command;
}

/** A command on a toolbar: icon, name, shortcut and whether it can run all come from it. */
export function CommandButton({ command, ...look }: CommandButtonProps): ReactNode {
  const context = useCommandContext();
  const run = useRunCommand();
  const { isMac } = useServices();
  return (
    <IconButton
      {...look}
      icon={command.icon}
      label={command.label(context)}
      shortcut={shortcutKeys(command.shortcuts[0], isMac)}
      isDisabled={!command.isEnabled(context)}
      onPress={() => run(command)}
    />
  );
}
