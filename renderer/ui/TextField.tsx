import type { ReactNode, Ref } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';
import { classNames } from './classNames.ts';
import './Field.css';

export interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children' | 'style'> {
  readonly label: string;
  /** The label stays for screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly description?: string | undefined;
  /** A sentence saying what is wrong; its presence marks the field invalid. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly className?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** One line of text with its label, a description and an error below. */
export function TextField({
  label,
  isLabelHidden = false,
  description,
  error,
  placeholder,
  className,
  inputRef,
  ...rest
}: TextFieldProps): ReactNode {
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={classNames('n-field', className)}>
      <Label className={isLabelHidden ? 'n-hidden' : 'n-field__label'}>{label}</Label>
      <Input
        className="n-field__input"
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(inputRef === undefined ? {} : { ref: inputRef })}
      />
      {description === undefined ? null : (
        <Text slot="description" className="n-field__description">
          {description}
        </Text>
      )}
      <FieldError className="n-field__error">{error}</FieldError>
    </AriaTextField>
  );
}
