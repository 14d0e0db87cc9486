import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components';
import './Field.css';
import './Toggle.css';

export interface RadioGroupProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly description?: string }[];
  readonly onChange: (value: V) => void;
  readonly orientation?: 'horizontal' | 'vertical';
}

/** One of a few, all visible. */
export function RadioGroup<V extends string>({
  label,
  value,
  options,
  onChange,
  orientation = 'vertical',
}: RadioGroupProps<V>): ReactNode {
  return (
    <AriaRadioGroup
      className="n-field"
      value={value}
      orientation={orientation}
      onChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      <Label className="n-field__label">{label}</Label>
      <div className={`n-radios n-radios--${orientation}`}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="n-toggle">
            <span className="n-radio__dot" aria-hidden />
            <span>
              {option.label}
              {option.description === undefined ? null : (
                <span className="n-field__description n-radio__description">{option.description}</span>
              )}
            </span>
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
