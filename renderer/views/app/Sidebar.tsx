import type { ReactNode } from 'react';
import { compose } from '../../commands/compose.ts';
import { useText } from '../../i18n/TextContext.ts';
import { Button } from '../../ui/Button.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { FolderTree } from '../folders/FolderTree.tsx';
import { SectionNav } from './SectionNav.tsx';
import { useCommandContext } from './useCommandContext.ts';
import { useRunCommand } from './useRunCommand.ts';
import './Sidebar.css';

/** The shore: write, folders, the other places. */
export function Sidebar(): ReactNode {
  const text = useText();
  const run = useRunCommand();
  const context = useCommandContext();
  return (
    <nav className="n-sidebar" aria-label={text.folders.title}>
      <header className="n-sidebar__brand">
        <Mark size={22} />
        <span>{text.common.appName}</span>
      </header>
      <Button
        isWide
        className="n-sidebar__compose"
        isDisabled={!compose.isEnabled(context)}
        onPress={() => run(compose)}
      >
        <compose.icon aria-hidden size={15} strokeWidth={1.75} />
        {text.commands.compose}
      </Button>
      <FolderTree />
      <SectionNav />
    </nav>
  );
}
