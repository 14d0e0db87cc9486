/**
 * Joins the lines of format=flowed text (RFC 3676 section 4): a line that ends in a space flows into the next of the
 * same quote depth, the signature separator `-- ` never does. With `delSp` that space goes (CJK text has none).
 */
export function unflow(text: string, delSp: boolean): string {
  const result: string[] = [];
  /** The paragraph that waits for its next line. */
  let held = { depth: 0, text: '', isOpen: false };
  const close = (): void => {
    if (held.isOpen) result.push(quoted(held.depth, held.text));
    held = { depth: 0, text: '', isOpen: false };
  };
  for (const line of text.replace(/\r\n/g, '\n').split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    // One space after the quote marks is stuffing (section 4.4).
    const content = line.slice(depth).replace(/^ /, '');
    if (held.depth !== depth || content === '-- ') close();
    const flows = content.endsWith(' ') && content !== '-- ';
    const kept = flows && delSp ? content.slice(0, -1) : content;
    held = { depth, text: held.text + kept, isOpen: true };
    if (!flows) close();
  }
  close();
  return result.join('\n');
}

const quoted = (depth: number, text: string): string => (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`);
