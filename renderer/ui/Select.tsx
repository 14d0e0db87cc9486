import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components';
import { classNames } from './classNames.ts';
import './Field.css';
import './Menu.css';
import './Select.css';

export interface SelectOption<V extends string> {
  readonly value: V;
  readonly label: string;
}

export interface SelectProps<V extends string> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: V;
  readonly options: readonly SelectOption<V>[];
  readonly onChange: (value: V) => void;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

/** One of a few; for two or three choices prefer a RadioGroup. */
export function Select<V extends string>({
  label,
  isLabelHidden = false,
  value,
  options,
  onChange,
  isDisabled = false,
  className,
}: SelectProps<V>): ReactNode {
  return (
    <AriaSelect
      className={classNames('n-field', className)}
      value={value}
      isDisabled={isDisabled}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      <Label className={isLabelHidden ? 'n-hidden' : 'n-field__label'}>{label}</Label>
      <Button className="n-field__input n-select__button">
        <SelectValue className="n-ellipsis" />
        <ChevronDown aria-hidden size={14} />
      </Button>
      <Popover className="n-popover n-menu-popover">
        <ListBox className="n-menu">
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className="n-menu__item"
            >
              {option.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
