import { useEffect, useRef, useState, type ReactNode } from 'react';
import { createEditorSanitizer } from './createEditorSanitizer.ts';
import { EditorToolbar } from './EditorToolbar.tsx';
import type { EditorFormat, EditorView } from './EditorView.ts';
import { mountSquire } from './mountSquire.ts';
import './Editor.css';

export interface EditorProps {
  readonly label: string;
  /** Read once, when the editor is made. */
  readonly initialHtml: string;
  readonly onReady: (view: EditorView) => void;
  readonly onChange: () => void;
  readonly onPasteFiles: (files: readonly File[]) => void;
}

/** Where a message is written. React owns the empty element, the editor everything inside it. */
export function Editor(props: EditorProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const [formats, setFormats] = useState<ReadonlySet<EditorFormat>>(new Set());
  // The editor lives as long as the element; it must reach the newest callbacks.
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    if (root.current === null) return;
    const made = mountSquire(root.current, {
      sanitize: createEditorSanitizer(),
      onChange: () => latest.current.onChange(),
      onFormats: (next) => setFormats((before) => (sameFormats(before, next) ? before : next)),
      onPasteFiles: (files) => latest.current.onPasteFiles(files),
    });
    made.setHtml(latest.current.initialHtml);
    setView(made);
    latest.current.onReady(made);
    return () => made.destroy();
  }, []);
  return (
    <div className="n-editor">
      <div
        ref={root}
        className="n-editor__page"
        role="textbox"
        aria-multiline="true"
        aria-label={props.label}
        tabIndex={0}
        spellCheck
      />
      <EditorToolbar view={view} formats={formats} />
    </div>
  );
}

const sameFormats = (one: ReadonlySet<EditorFormat>, other: ReadonlySet<EditorFormat>): boolean =>
  one.size === other.size && [...one].every((format) => other.has(format));
