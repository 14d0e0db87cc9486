import type { LucideIcon } from 'lucide-react';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { Kbd } from '../../ui/Kbd.tsx';
import './FilterList.css';

export interface FilterEntry {
  readonly id: string;
  readonly label: string;
  readonly detail?: string | undefined;
  readonly icon: LucideIcon;
  readonly shortcut?: string | undefined;
  readonly run: () => void;
}

export interface FilterListProps {
  readonly title: string;
  readonly placeholder: string;
  readonly emptyLabel: string;
  readonly entries: readonly FilterEntry[];
  readonly onClose: () => void;
}

/** Type a few letters, press Enter: the palette and the choice of a folder. */
export function FilterList({ title, placeholder, emptyLabel, entries, onClose }: FilterListProps): ReactNode {
  const { contains } = useFilter({ sensitivity: 'base' });
  return (
    <ModalOverlay
      className="n-scrim n-filter__scrim"
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Modal className="n-modal n-filter__modal">
        <Dialog aria-label={title} className="n-dialog">
          <Autocomplete filter={contains}>
            <SearchField autoFocus aria-label={placeholder} className="n-filter__field">
              <Search aria-hidden size={17} strokeWidth={1.75} />
              <Input className="n-filter__input" placeholder={placeholder} />
            </SearchField>
            {/* The items take no focus of their own, so the scrolling box must. */}
            <div className="n-filter__scroll" tabIndex={0}>
              <Menu
                aria-label={title}
                className="n-menu n-filter__menu"
                renderEmptyState={() => <p className="n-filter__empty">{emptyLabel}</p>}
                onAction={(id) => {
                  onClose();
                  entries.find((entry) => entry.id === id)?.run();
                }}
              >
                {entries.map(({ icon: Icon, ...entry }) => (
                  <MenuItem
                    key={entry.id}
                    id={entry.id}
                    textValue={entry.detail === undefined ? entry.label : `${entry.label} ${entry.detail}`}
                    className="n-menu__item n-filter__item"
                  >
                    <Icon aria-hidden size={16} strokeWidth={1.75} />
                    <span className="n-menu__label n-ellipsis">{entry.label}</span>
                    {entry.detail === undefined ? null : (
                      <span className="n-filter__detail n-ellipsis">{entry.detail}</span>
                    )}
                    {entry.shortcut === undefined ? null : <Kbd keys={entry.shortcut} />}
                  </MenuItem>
                ))}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
