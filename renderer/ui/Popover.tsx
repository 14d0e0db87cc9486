import type { ReactElement, ReactNode } from 'react';
import { Dialog, DialogTrigger, Popover as AriaPopover } from 'react-aria-components';
import './Menu.css';
import './Popover.css';

export interface PopoverProps {
  readonly label: string;
  readonly trigger: ReactElement;
  readonly children: ReactNode;
}

/** A small sheet of detail that hangs from a button. */
export function Popover({ label, trigger, children }: PopoverProps): ReactNode {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className="n-popover n-popover--detail" placement="bottom start">
        <Dialog aria-label={label} className="n-popover__body">
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
