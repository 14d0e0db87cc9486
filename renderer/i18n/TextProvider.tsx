import { useEffect, useMemo, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createFormats } from './Formats.ts';
import { catalogues, type Language } from './Language.ts';
import { TextContext } from './TextContext.ts';

export interface TextProviderProps {
  readonly language: Language;
  readonly children: ReactNode;
}

/** Gives everything below one language: words, formats, React Aria's own announcements, and `lang` of the page. */
export function TextProvider({ language, children }: TextProviderProps): ReactNode {
  const value = useMemo(
    () => ({ language, text: catalogues[language], formats: createFormats(language) }),
    [language],
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <I18nProvider locale={language === 'ko' ? 'ko-KR' : 'en-US'}>
      <TextContext value={value}>{children}</TextContext>
    </I18nProvider>
  );
}
