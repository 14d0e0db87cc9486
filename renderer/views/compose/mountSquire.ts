import Squire from 'squire-rte';
import type { EditorFormat, EditorView, MountEditor } from './EditorView.ts';

/** Squire, the only importer of it. Korean input: nothing here touches the document between compositionstart and end. */
export const mountSquire: MountEditor = (root, { sanitize, onChange, onFormats, onPasteFiles }) => {
  const squire = new Squire(root, {
    blockTag: 'DIV',
    sanitizeToDOMFragment: (html: string) => document.importNode(sanitize(html), true),
    // A failing handler of the editor is a mistake in the program: let it be seen.
    didError: (error: unknown) => reportError(error),
    tagAttributes: { a: { rel: 'noopener noreferrer' } },
  });
  let isComposing = false;
  let changedMeanwhile = false;

  const formats = (): ReadonlySet<EditorFormat> => {
    const found = new Set<EditorFormat>();
    for (const [format, tag] of Object.entries(tags) as [EditorFormat, string][])
      if (squire.hasFormat(tag)) found.add(format);
    return found;
  };
  const tellFormats = (): void => {
    if (!isComposing) onFormats(formats());
  };
  const changed = (): void => {
    if (isComposing) {
      changedMeanwhile = true;
      return;
    }
    onChange();
  };
  const onCompositionStart = (): void => {
    isComposing = true;
  };
  const onCompositionEnd = (): void => {
    isComposing = false;
    if (changedMeanwhile) onChange();
    changedMeanwhile = false;
  };
  // The editor takes dropped HTML and text through the sanitiser; anything else the browser would insert by itself.
  const onDrop = (event: DragEvent): void => {
    const types = event.dataTransfer?.types ?? [];
    if (!types.includes('text/html') && !types.includes('text/plain')) event.preventDefault();
  };
  root.addEventListener('drop', onDrop);
  root.addEventListener('compositionstart', onCompositionStart);
  root.addEventListener('compositionend', onCompositionEnd);
  squire.addEventListener('input', changed);
  for (const event of ['pathChange', 'select', 'cursor']) squire.addEventListener(event, tellFormats);
  squire.addEventListener('pasteImage', (event: Event) => {
    const { clipboardData } = (event as CustomEvent<{ readonly clipboardData: DataTransfer }>).detail;
    onPasteFiles([...clipboardData.files]);
  });

  const view: EditorView = {
    getHtml: () => squire.getHTML(),
    setHtml: (html) => {
      squire.setHTML(html);
    },
    focus: (at) => {
      squire.focus();
      if (at === 'start') squire.moveCursorToStart();
      if (at === 'end') squire.moveCursorToEnd();
    },
    toggle: (format) => {
      if (isComposing) return;
      const isOn = formats().has(format);
      toggles[format](squire, isOn);
      squire.focus();
      tellFormats();
    },
    setLink: (url) => {
      squire.focus();
      if (url === null) squire.removeLink();
      else squire.makeLink(url);
    },
    currentLink: () => {
      const { startContainer } = squire.getSelection();
      const element = startContainer instanceof Element ? startContainer : startContainer.parentElement;
      return element?.closest('a')?.getAttribute('href') ?? '';
    },
    insertImage: (url, name) => {
      squire.insertImage(url, { alt: name });
    },
    formats,
    get isComposing() {
      return isComposing;
    },
    destroy: () => {
      root.removeEventListener('drop', onDrop);
      root.removeEventListener('compositionstart', onCompositionStart);
      root.removeEventListener('compositionend', onCompositionEnd);
      squire.destroy();
    },
  };
  return view;
};

const tags: Readonly<Record<EditorFormat, string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  bulletList: 'ul',
  numberList: 'ol',
  quote: 'blockquote',
  link: 'a',
};

const toggles: Readonly<Record<Exclude<EditorFormat, 'link'>, (squire: Squire, isOn: boolean) => void>> = {
  bold: (squire, isOn) => void (isOn ? squire.removeBold() : squire.bold()),
  italic: (squire, isOn) => void (isOn ? squire.removeItalic() : squire.italic()),
  underline: (squire, isOn) => void (isOn ? squire.removeUnderline() : squire.underline()),
  bulletList: (squire, isOn) => void (isOn ? squire.removeList() : squire.makeUnorderedList()),
  numberList: (squire, isOn) => void (isOn ? squire.removeList() : squire.makeOrderedList()),
  quote: (squire, isOn) => void (isOn ? squire.decreaseQuoteLevel() : squire.increaseQuoteLevel()),
};
