import { Mail } from 'lucide-react';
import type { ReactNode } from 'react';
import { openSection, type Section } from '../../commands/ViewState.ts';
import { useText } from '../../i18n/TextContext.ts';
import { classNames } from '../../ui/classNames.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useServices } from './AppServices.ts';
import { sections } from './sections.tsx';
import { useViewState } from './useViewState.ts';

/** The places beside the folders. */
export function SectionNav({ isColumn = false }: { readonly isColumn?: boolean }): ReactNode {
  const text = useText();
  const { view } = useServices();
  const current = useViewState((state) => state.section);
  if (sections.length === 0) return null;
  const entries: readonly { section: Section; icon: typeof Mail; label: string }[] = [
    { section: 'mail', icon: Mail, label: text.app.mail },
    ...sections.map(({ section, icon, label }) => ({ section, icon, label: label(text) })),
  ];
  return (
    <nav
      aria-label={text.app.navigation}
      className={classNames('n-section-nav', isColumn && 'n-section-nav--column')}
    >
      {entries.map(({ section, icon, label }) => (
        <IconButton
          key={section}
          icon={icon}
          label={label}
          isActive={section === current}
          {...(section === current ? { 'aria-current': 'page' as const } : {})}
          onPress={() => view.setState(openSection(section))}
        />
      ))}
    </nav>
  );
}
