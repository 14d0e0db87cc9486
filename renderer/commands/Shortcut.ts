/** A key and its modifiers. `mod` is Command on a Mac, Control elsewhere. */
export interface Shortcut {
  /** A single character (lower case for letters) or a named key: `Escape`. */
  readonly key: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
}

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;
}

/**
 * Whether this press is that shortcut. With a Hangul (or any non-Latin) layout `key` is a jamo or `Process`:
 * then the physical key decides. A press that belongs to a composition never matches. Shift counts for letters
 * and named keys only: `#` and `?` need it on some layouts and not on others.
 */
export function matchesShortcut(press: KeyPress, shortcut: Shortcut, isMac: boolean): boolean {
  if (press.isComposing || press.altKey) return false;
  const mod = isMac ? press.metaKey : press.ctrlKey;
  const otherMod = isMac ? press.ctrlKey : press.metaKey;
  if (mod !== (shortcut.mod ?? false) || otherMod) return false;
  const isCased = /^[a-z]$|^.{2,}$/u.test(shortcut.key);
  if (isCased && press.shiftKey !== (shortcut.shift ?? false)) return false;
  return latinKey(press) === shortcut.key;
}

function latinKey({ key, code, shiftKey }: KeyPress): string {
  // `Process` and `Unidentified` are what an input method leaves when it has taken the key.
  const isForeign = key === 'Process' || key === 'Unidentified' || (key.length === 1 && key > '\u007e');
  if (!isForeign) return key.length === 1 ? key.toLowerCase() : key;
  const letter = /^Key([A-Z])$/u.exec(code)?.[1];
  if (letter !== undefined) return letter.toLowerCase();
  if (code === 'Slash') return shiftKey ? '?' : '/';
  if (code === 'Digit3' && shiftKey) return '#';
  if (code === 'Digit1' && shiftKey) return '!';
  return key;
}

/** As printed on the keys, parts separated by spaces (for `Kbd`). */
export function shortcutKeys(shortcut: Shortcut | undefined, isMac: boolean): string | undefined {
  if (shortcut === undefined) return undefined;
  const names: Readonly<Record<string, string>> = { Escape: 'Esc', Enter: '↵' };
  return [
    ...(shortcut.mod === true ? [isMac ? '⌘' : 'Ctrl'] : []),
    ...(shortcut.shift === true ? [isMac ? '⇧' : 'Shift'] : []),
    names[shortcut.key] ?? shortcut.key.toUpperCase(),
  ].join(' ');
}
