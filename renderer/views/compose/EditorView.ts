/** What the toolbar can switch. */
export type EditorFormat = 'bold' | 'italic' | 'underline' | 'bulletList' | 'numberList' | 'quote' | 'link';

/** A rich text editor behind the few words Naru needs of one, so that it can be swapped. */
export interface EditorView {
  /** The content as HTML. Never called by Naru while an input method composes. */
  getHtml(): string;
  /** Replaces the content; the HTML is sanitised on the way in, always. */
  setHtml(html: string): void;
  focus(at: 'start' | 'end' | 'where it was'): void;
  /** Switches a format of the selection, or ends it. */
  toggle(format: Exclude<EditorFormat, 'link'>): void;
  /** Links the selection (or inserts the address as its own text); null takes the link away. */
  setLink(url: string | null): void;
  /** The address of the link the cursor is in; empty outside of one. */
  currentLink(): string;
  insertImage(url: string, name: string): void;
  /** Formats at the cursor. */
  formats(): ReadonlySet<EditorFormat>;
  readonly isComposing: boolean;
  destroy(): void;
}

export interface EditorOptions {
  /** Makes any HTML harmless; everything that enters passes it: loaded, pasted, dropped. */
  readonly sanitize: (html: string) => DocumentFragment;
  /** The content changed; held back while an input method composes, told once at its end. */
  readonly onChange: () => void;
  /** The cursor moved or a format changed. */
  readonly onFormats: (formats: ReadonlySet<EditorFormat>) => void;
  /** Pictures were pasted as files. */
  readonly onPasteFiles: (files: readonly File[]) => void;
}

/** Makes an editor of an empty element, which then belongs to it until `destroy`. */
export type MountEditor = (root: HTMLElement, options: EditorOptions) => EditorView;
