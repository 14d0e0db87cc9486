import { describe, expect, it } from 'vitest';
import { matchesShortcut, shortcutKeys, type KeyPress } from '../../../../renderer/commands/Shortcut.ts';

const press = (given: Partial<KeyPress>): KeyPress => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...given,
});

describe('matchesShortcut', () => {
  it.each([
    ['a letter', press({ key: 'e', code: 'KeyE' }), { key: 'e' }, false, true],
    ['its capital by Caps Lock', press({ key: 'E', code: 'KeyE' }), { key: 'e' }, false, true],
    [
      'with Shift it is another',
      press({ key: 'E', code: 'KeyE', shiftKey: true }),
      { key: 'e' },
      false,
      false,
    ],
    ['Hangul mode: ㄷ is E', press({ key: 'ㄷ', code: 'KeyE' }), { key: 'e' }, false, true],
    ['Hangul mode: Process', press({ key: 'Process', code: 'KeyJ' }), { key: 'j' }, false, true],
    ['composing never', press({ key: 'ㄷ', code: 'KeyE', isComposing: true }), { key: 'e' }, false, false],
    ['# with Shift', press({ key: '#', code: 'Digit3', shiftKey: true }), { key: '#' }, false, true],
    ['# without Shift (German)', press({ key: '#', code: 'Backslash' }), { key: '#' }, false, true],
    ['a Dvorak J is where it is printed', press({ key: 'j', code: 'KeyC' }), { key: 'j' }, false, true],
    ['Ctrl-K', press({ key: 'k', code: 'KeyK', ctrlKey: true }), { key: 'k', mod: true }, false, true],
    [
      'Ctrl-K on a Mac is not Cmd-K',
      press({ key: 'k', code: 'KeyK', ctrlKey: true }),
      { key: 'k', mod: true },
      true,
      false,
    ],
    ['Cmd-K', press({ key: 'k', code: 'KeyK', metaKey: true }), { key: 'k', mod: true }, true, true],
    ['Ctrl-E is not E', press({ key: 'e', code: 'KeyE', ctrlKey: true }), { key: 'e' }, false, false],
    ['Alt never', press({ key: 'e', code: 'KeyE', altKey: true }), { key: 'e' }, false, false],
  ])('%s', (_name, given, shortcut, isMac, expected) =>
    expect(matchesShortcut(given, shortcut, isMac)).toBe(expected),
  );
  it('prints keys', () => {
    expect(shortcutKeys({ key: 'k', mod: true }, false)).toBe('Ctrl K');
    expect(shortcutKeys({ key: 'k', mod: true }, true)).toBe('⌘ K');
    expect(shortcutKeys(undefined, true)).toBeUndefined();
  });
});
