import { X } from 'lucide-react';
import { useRef, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { Address } from '../../../preload/contract/index.ts';
import { formatAddress, isMailAddress, sameAddress, shownName } from '../../domain/composing/address.ts';
import { parseAddressList } from '../../domain/composing/parseAddressList.ts';
import { useText } from '../../i18n/TextContext.ts';
import { classNames } from '../../ui/classNames.ts';
import './RecipientField.css';

export interface RecipientFieldProps {
  readonly label: string;
  readonly addresses: readonly Address[];
  readonly onChange: (addresses: readonly Address[]) => void;
  /** People who fit what is typed, best first. */
  readonly suggest: (typed: string) => readonly Address[];
  readonly autoFocus?: boolean;
  readonly action?: ReactNode;
}

/** Recipients as chips behind one input. What is no address stays, marked, until it is mended. */
export function RecipientField({
  label,
  addresses,
  onChange,
  suggest,
  autoFocus = false,
  action,
}: RecipientFieldProps): ReactNode {
  const text = useText().compose;
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const listId = `suggestions-${label}`;
  const suggestions = isOpen && typed.trim() !== '' ? suggest(typed.trim()) : [];

  const add = (more: readonly Address[]): void => {
    const fresh = more.filter((one) => !addresses.some(({ address }) => sameAddress(address, one.address)));
    if (fresh.length > 0) onChange([...addresses, ...fresh].slice(0, 1000));
    setTyped('');
    setOpen(false);
  };
  const commit = (): void => {
    if (typed.trim() !== '') add(parseAddressList(typed));
  };
  /** A chip goes back into the input to be mended. */
  const edit = (index: number): void => {
    const chip = addresses[index];
    if (chip === undefined) return;
    onChange(addresses.filter((_, at) => at !== index));
    setTyped(formatAddress(chip));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // Enter and Tab may end a Korean syllable: then they are the input method's.
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    const chosen = suggestions[Math.min(active, suggestions.length - 1)];
    if (event.key === 'ArrowDown' && suggestions.length > 0) setActive((active + 1) % suggestions.length);
    else if (event.key === 'ArrowUp' && suggestions.length > 0)
      setActive((active + suggestions.length - 1) % suggestions.length);
    else if (event.key === 'Enter' || (event.key === 'Tab' && chosen !== undefined && !event.shiftKey)) {
      if (chosen !== undefined) add([chosen]);
      else commit();
    } else if ((event.key === ',' || event.key === ';') && !typed.includes('"')) commit();
    else if (event.key === 'Backspace' && typed === '' && addresses.length > 0) edit(addresses.length - 1);
    else if (event.key === 'Escape' && suggestions.length > 0) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    const pasted = event.clipboardData.getData('text/plain');
    if (!/[@\n]/u.test(pasted) || typed !== '') return;
    event.preventDefault();
    add(parseAddressList(pasted));
  };

  return (
    <div className="n-recipients" role="group" aria-label={label}>
      <label className="n-compose__label" htmlFor={`recipients-${label}`}>
        {label}
      </label>
      <div className="n-recipients__box">
        {addresses.map((one, index) => {
          const isValid = isMailAddress(one.address);
          const name = shownName(one);
          return (
            <span
              key={`${one.address} ${index}`}
              className={classNames('n-chip', !isValid && 'n-chip--invalid')}
              title={isValid ? formatAddress(one) : text.invalidRecipient(one.address)}
            >
              <button
                type="button"
                className="n-chip__name n-ellipsis"
                tabIndex={-1}
                onClick={() => edit(index)}
              >
                {name}
                {isValid ? null : <span className="n-hidden">{text.invalidRecipient(one.address)}</span>}
              </button>
              <button
                type="button"
                className="n-chip__remove"
                tabIndex={-1}
                aria-label={text.removeRecipient(name)}
                onClick={() => onChange(addresses.filter((_, at) => at !== index))}
              >
                <X aria-hidden size={12} strokeWidth={2} />
              </button>
            </span>
          );
        })}
        <input
          ref={input}
          id={`recipients-${label}`}
          className="n-recipients__input"
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          {...(suggestions.length > 0 ? { 'aria-activedescendant': `${listId}-${active}` } : {})}
          autoComplete="off"
          spellCheck={false}
          autoFocus={autoFocus}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(0);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={commit}
        />
      </div>
      {action}
      {/* The list is always there for aria-controls; empty, it is not seen. */}
      <ul
        id={listId}
        role="listbox"
        aria-label={text.suggestions}
        className="n-suggestions"
        hidden={suggestions.length === 0}
      >
        {suggestions.map((one, index) => (
          <li
            key={one.address}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            className="n-suggestions__item"
            // Before the input loses its focus, which would take the typed letters as an address.
            onMouseDown={(event) => {
              event.preventDefault();
              add([one]);
            }}
          >
            <span className="n-ellipsis">{shownName(one)}</span>
            {one.name === '' ? null : (
              <span className="n-suggestions__address n-ellipsis">{one.address}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
