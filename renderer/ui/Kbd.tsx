import type { ReactNode } from 'react';
import './Kbd.css';

/** A keyboard shortcut as it is printed on keys: `⌘ K`, `Shift U`; parts are separated by spaces. */
export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  return (
    <span className="n-kbds">
      {keys.split(' ').map((key) => (
        <kbd key={key} className="n-kbd">
          {key}
        </kbd>
      ))}
    </span>
  );
}
