import createDOMPurify from 'dompurify';
import { boundedHtml, MESSAGE_LIMITS } from '../reading/boundedHtml.ts';
import { cleanStyle } from './cleanStyle.ts';

const TAGS = (
  'a b blockquote br center code col colgroup dd del div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre ' +
  'q s small span strike strong sub sup table tbody td tfoot th thead tr tt u ul var'
).split(' ');
const ATTRIBUTES = (
  'align alt bgcolor border cellpadding cellspacing cite color colspan dir face height href lang rowspan size src start ' +
  'style title type valign width'
).split(' ');

const LINK = /^(?:https?:|mailto:|tel:)/iu;
/** Pictures that lie with the draft, in the text itself, or here in memory; never one that would be fetched. */
const PICTURE = /^(?:cid:|blob:|data:image\/(?:png|jpe?g|gif|webp|bmp);base64,)/iu;

/** What `createEditorSanitizer` leaves of HTML, as HTML: for a draft that nobody has opened in the editor yet. */
export function sanitiseForEditor(html: string): string {
  const clean = createEditorSanitizer()(html);
  // In the sanitiser's own document, which loads nothing: here even a detached picture would be asked for.
  const box = clean.ownerDocument.createElement('div');
  box.append(clean);
  return box.innerHTML;
}

/**
 * Makes HTML of strangers fit to be edited in the page itself: only the elements and attributes of text, no script, no
 * form, no class or id (which could take the page's own styles), no style that leaves its box, nothing that fetches.
 * A remote picture is replaced by its description: the editor must not tell its sender that it was quoted.
 */
export function createEditorSanitizer(): (html: string) => DocumentFragment {
  const purify = createDOMPurify(window);
  purify.addHook('afterSanitizeAttributes', (node) => {
    const style = node.getAttribute('style');
    if (style !== null) {
      const kept = cleanStyle(style);
      if (kept === '') node.removeAttribute('style');
      else node.setAttribute('style', kept);
    }
    const href = node.getAttribute('href');
    if (href !== null && !LINK.test(href.trim())) node.removeAttribute('href');
    if (node.tagName === 'IMG' && !PICTURE.test(node.getAttribute('src') ?? ''))
      node.replaceWith(document.createTextNode(node.getAttribute('alt') ?? ''));
    else if (node.tagName !== 'IMG') node.removeAttribute('src');
  });
  return (html) =>
    purify.sanitize(boundedHtml(html, MESSAGE_LIMITS).html, {
      ALLOWED_TAGS: TAGS,
      ALLOWED_ATTR: ATTRIBUTES,
      ALLOW_DATA_ATTR: false,
      ALLOW_ARIA_ATTR: false,
      // Our own hook judges each address; the default pattern would drop cid: and blob:.
      ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|cid|blob|data):/iu,
      RETURN_DOM_FRAGMENT: true,
    });
}
