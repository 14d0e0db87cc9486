import { nestsTooDeeply } from './boundedCss.ts';

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

/** Takes what is not harmless out of one declaration block, in place; returns how many remote pictures that were. */
export function cleanDeclarations(style: CSSStyleDeclaration): number {
  let blocked = 0;
  for (const property of Array.from(style)) {
    const value = style.getPropertyValue(property);
    if (isHarmlessValue(property, value)) continue;
    if (/url\(\s*["']?(https?:)?\/\//iu.test(value)) blocked += 1;
    style.removeProperty(property);
  }
  return blocked;
}

/** Rules that may stay; `@import`, `@namespace`, `@font-face` and whatever comes later are left out. */
function cleanRules(rules: CSSRuleList, depth: number): { readonly css: string; readonly blocked: number } {
  let css = '';
  let blocked = 0;
  for (const rule of Array.from(rules)) {
    if (rule instanceof CSSStyleRule) {
      blocked += cleanDeclarations(rule.style);
      // Nested rules (`&`) would bring their own declarations: the selector and its block alone stay.
      css += `${rule.selectorText}{${rule.style.cssText}}\n`;
    } else if ((rule instanceof CSSMediaRule || rule instanceof CSSSupportsRule) && depth < 8) {
      const inner = cleanRules(rule.cssRules, depth + 1);
      blocked += inner.blocked;
      const head =
        rule instanceof CSSMediaRule ? `@media ${rule.media.mediaText}` : `@supports ${rule.conditionText}`;
      css += `${head}{${inner.css}}\n`;
    }
  }
  return { css, blocked };
}

/**
 * A style sheet of a message rebuilt from what the browser's own parser understood of it, without anything that would
 * ask the network. Nothing is fetched while it is parsed: a constructed sheet ignores `@import` and belongs to no page.
 */
export function sanitiseStyleSheet(source: string): { readonly css: string; readonly blocked: number } {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(nestsTooDeeply(source) ? '' : source);
  const { css, blocked } = cleanRules(sheet.cssRules, 0);
  // `<` in a string or a selector could end the style element when the text is put into the frame.
  return { css: css.replaceAll('<', '\\3c '), blocked };
}
