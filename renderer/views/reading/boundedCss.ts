/** A style sheet longer than what is left, or of more rules, ends after the last rule that fits. */
const MAX_RULES = 3000;
const MAX_NESTING = 32;
const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Whether brackets nest so deeply that a browser's CSS parser, which calls itself, could run out of stack. Reads as it
 * does (CSS Syntax, section 4): comments and strings hold no brackets, a bracket of another kind closes nothing.
 */
export function nestsTooDeeply(css: string): boolean {
  const open: string[] = [];
  for (let at = 0; at < css.length; at += 1) {
    const char = css[at] ?? '';
    if (char === '\\') at += 1;
    else if (char === '/' && css[at + 1] === '*') {
      const end = css.indexOf('*/', at + 2);
      if (end < 0) return false;
      at = end + 1;
    } else if (char === '"' || char === "'") at = endOfString(css, at, char);
    else if (char in CLOSES) open.push(CLOSES[char] ?? '');
    else if (char === open.at(-1)) open.pop();
    if (open.length > MAX_NESTING) return true;
  }
  return false;
}

/** Where a string's closing quote stands, or the line end that ends a broken one. */
function endOfString(css: string, start: number, quote: string): number {
  for (let at = start + 1; at < css.length; at += 1) {
    const char = css[at] ?? '';
    if (char === '\\') at += 1;
    else if (char === quote || char === '\n' || char === '\r' || char === '\f') return at;
  }
  return css.length;
}

/** A style sheet cut to what may be parsed; empty when parsing it could bring the browser down. */
export function boundedCss(source: string, maxLength: number): string {
  if (nestsTooDeeply(source)) return '';
  const cut = source.slice(0, Math.max(0, maxLength));
  let end = -1;
  for (let rules = 0; rules < MAX_RULES; rules += 1) {
    end = cut.indexOf('{', end + 1);
    if (end < 0) return cut.length < source.length ? cut.slice(0, cut.lastIndexOf('}') + 1) : cut;
  }
  return cut.slice(0, cut.lastIndexOf('}', end) + 1);
}
