import { nestsTooDeeply } from './boundedCss.ts';
import type { RemotePictures } from './pictures/remotePictures.ts';

/**
 * Whether a property's value, as the browser's own parser has serialised it (escapes resolved, so `\75 rl(` is `url(`),
 * may stay: it asks for nothing outside the message and does not make the frame's height depend on itself.
 * Custom properties keep their raw text, escapes included, so a backslash there is refused too.
 */
export function isHarmlessValue(property: string, value: string): boolean {
  if (property.startsWith('--') && (value.includes('\\') || /url|image|src/iu.test(value))) return false;
  if (/(image-set|image|cross-fade|element|src|paint)\s*\(/iu.test(value)) return false;
  if (/\d(d|s|l)?v(h|b|min|max)\b/iu.test(value)) return false;
  const urls = value.match(/url\(/giu)?.length ?? 0;
  const safeUrls = value.match(/url\(\s*["']?data:image\/(png|gif|jpe?g|webp|avif)[;,]/giu)?.length ?? 0;
  return urls === safeUrls;
}

/** Takes what is not harmless out of one declaration block, in place; pictures that were loaded are put in. */
export function cleanDeclarations(style: CSSStyleDeclaration, remote: RemotePictures): void {
  for (const property of Array.from(style)) {
    const value = style.getPropertyValue(property);
    if (isHarmlessValue(property, value)) continue;
    const own = withLoaded(property, value, remote);
    const priority = style.getPropertyPriority(property);
    style.removeProperty(property);
    if (own !== null) style.setProperty(property, own, priority);
  }
}

/** The value with each remote picture replaced by the loaded one; null when one is missing, or more is wrong with it. */
function withLoaded(property: string, value: string, remote: RemotePictures): string | null {
  if (property.startsWith('--')) return null;
  const blobs: string[] = [];
  // As the browser serialises it: always in double quotes, `"` and `\\` inside escaped.
  const rest = value.replaceAll(/url\("((?:[^"\\]|\\.)*)"\)/gu, (whole, address: string) => {
    const own = /^(https?:)?\/\//iu.test(address) ? remote.take(address) : undefined;
    if (own === undefined) return whole;
    blobs.push(own);
    return `/*${blobs.length - 1}*/`;
  });
  if (blobs.length === 0 || !isHarmlessValue(property, rest)) return null;
  return rest.replaceAll(/\/\*(\d+)\*\//gu, (_, index: string) => `url("${blobs[Number(index)] ?? ''}")`);
}

/** Rules that may stay; `@import`, `@namespace`, `@font-face` and whatever comes later are left out. */
function cleanRules(rules: CSSRuleList, depth: number, remote: RemotePictures): string {
  let css = '';
  for (const rule of Array.from(rules)) {
    if (rule instanceof CSSStyleRule) {
      cleanDeclarations(rule.style, remote);
      // Nested rules (`&`) would bring their own declarations: the selector and its block alone stay.
      css += `${rule.selectorText}{${rule.style.cssText}}\n`;
    } else if ((rule instanceof CSSMediaRule || rule instanceof CSSSupportsRule) && depth < 8) {
      const inner = cleanRules(rule.cssRules, depth + 1, remote);
      const head =
        rule instanceof CSSMediaRule ? `@media ${rule.media.mediaText}` : `@supports ${rule.conditionText}`;
      css += `${head}{${inner}}\n`;
    }
  }
  return css;
}

/**
 * A style sheet of a message rebuilt from what the browser's own parser understood of it, without anything that would
 * ask the network. Nothing is fetched while it is parsed: a constructed sheet ignores `@import` and belongs to no page.
 */
export function sanitiseStyleSheet(source: string, remote: RemotePictures): string {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(nestsTooDeeply(source) ? '' : source);
  const css = cleanRules(sheet.cssRules, 0, remote);
  // `<` in a string or a selector could end the style element when the text is put into the frame.
  return css.replaceAll('<', '\\3c ');
}
