import type { AppSettings } from '../../preload/contract/index.ts';
import { en, type Catalogue } from './en.ts';
import { ko } from './ko.ts';

export type Language = 'en' | 'ko';

/** The words of each language. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, ko };

/** The language to show: the person's choice, else the first of the system's that Naru speaks, else English. */
export function chooseLanguage(setting: AppSettings['language'], system: readonly string[]): Language {
  if (setting !== 'system') return setting;
  for (const tag of system) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'ko' || base === 'en') return base;
  }
  return 'en';
}
