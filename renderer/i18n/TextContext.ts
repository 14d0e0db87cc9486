import { createContext, useContext } from 'react';
import { en, type Catalogue } from './en.ts';
import { createFormats, type Formats } from './Formats.ts';
import type { Language } from './Language.ts';

export interface TextValue {
  readonly language: Language;
  readonly text: Catalogue;
  readonly formats: Formats;
}

/** The language of the tree below; English where nobody said. */
export const TextContext = createContext<TextValue>({
  language: 'en',
  text: en,
  formats: createFormats('en'),
});

/** The words: `const text = useText(); text.folders.roles.inbox`. */
export const useText = (): Catalogue => useContext(TextContext).text;

/** Dates, sizes and numbers in the person's language. */
export const useFormats = (): Formats => useContext(TextContext).formats;

export const useLanguage = (): Language => useContext(TextContext).language;
