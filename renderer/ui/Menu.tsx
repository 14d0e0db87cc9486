import type { LucideIcon } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { classNames } from './classNames.ts';
import { Kbd } from './Kbd.tsx';
import './Menu.css';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly shortcut?: string | undefined;
  readonly isDisabled?: boolean;
  readonly isDanger?: boolean;
  readonly run: () => void;
}

export interface MenuProps {
  /** The name of the menu for screen readers. */
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
}

/** A short list of things to do, opened by a button. */
export function Menu({ label, trigger, entries }: MenuProps): ReactNode {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="n-popover n-menu-popover" placement="bottom end">
        <AriaMenu
          aria-label={label}
          className="n-menu"
          disabledKeys={entries.filter((entry) => entry.isDisabled === true).map((entry) => entry.id)}
          onAction={(id) => entries.find((entry) => entry.id === id)?.run()}
        >
          {entries.map(({ icon: Icon, ...entry }) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={classNames('n-menu__item', entry.isDanger === true && 'n-menu__item--danger')}
            >
              {Icon === undefined ? null : <Icon aria-hidden size={15} strokeWidth={1.75} />}
              <span className="n-menu__label">{entry.label}</span>
              {entry.shortcut === undefined ? null : <Kbd keys={entry.shortcut} />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
