import { Bold, Italic, Link, List, ListOrdered, TextQuote, Underline, type LucideIcon } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useText } from '../../i18n/TextContext.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import type { EditorFormat, EditorView } from './EditorView.ts';
import { LinkDialog } from './LinkDialog.tsx';

const icons = {
  bold: Bold,
  italic: Italic,
  underline: Underline,
  bulletList: List,
  numberList: ListOrdered,
  quote: TextQuote,
} as const satisfies Readonly<Record<Exclude<EditorFormat, 'link'>, LucideIcon>>;
const keys: Readonly<Partial<Record<EditorFormat, string>>> = {
  bold: 'Ctrl B',
  italic: 'Ctrl I',
  underline: 'Ctrl U',
};

/** What text may look like. The buttons keep the selection of the text. */
export function EditorToolbar({
  view,
  formats,
}: {
  readonly view: EditorView | null;
  readonly formats: ReadonlySet<EditorFormat>;
}): ReactNode {
  const text = useText().compose;
  const [link, setLink] = useState<string | null>(null);
  return (
    <div className="n-editor__toolbar" role="group" aria-label={text.formatting}>
      {(Object.keys(icons) as (keyof typeof icons)[]).map((format) => (
        <IconButton
          key={format}
          icon={icons[format]}
          label={text[format]}
          shortcut={keys[format]}
          size="small"
          isActive={formats.has(format)}
          aria-pressed={formats.has(format)}
          excludeFromTabOrder={false}
          preventFocusOnPress
          onPress={() => view?.toggle(format)}
        />
      ))}
      <IconButton
        icon={Link}
        label={text.link}
        size="small"
        isActive={formats.has('link')}
        onPress={() => setLink(view?.currentLink() ?? '')}
      />
      {link === null ? null : (
        <LinkDialog
          url={link}
          onClose={() => {
            setLink(null);
            view?.focus('where it was');
          }}
          onSet={(url) => {
            setLink(null);
            view?.setLink(url);
          }}
        />
      )}
    </div>
  );
}
