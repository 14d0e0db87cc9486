import type { Page } from '@playwright/test';
import type { Language } from '../../../renderer/i18n/Language.ts';

/** What other people wrote, and what is the same in every language: neither is ours to translate. */
const CONTENT = [
  '.n-message',
  '.n-head',
  '.n-reading__sheet > :not(.n-reading__notices)',
  '.n-folder',
  '.n-account__label',
  '.n-account-row__title > .n-ellipsis',
  '.n-account-row__servers',
  '.n-avatar',
  '.n-transcript',
  '.n-connection__title',
  '.n-editor__page',
  '.n-chip',
  '.n-compose__from',
  '.n-compose__title',
  '.n-outgoing__subject',
  '.n-outgoing__to',
  '.n-recipient__reply',
  '.n-file',
  '.n-demo__domain',
  'td',
  'kbd',
].join(',');

/** Names that stand in Korean as they are, the demo's people among them. */
const NAMES =
  /^(Naru|Alice Le Goff|Bob Ferris|Carol Okafor|English|Show in English|(IMAP|POP3|SMTP)( [\d.]+)?|TLS|STARTTLS|DNS|Ctrl ?.?|[\d\s.,:·@()+%–-]+|\S+@\S+|\S+\.(example|edu|fr))$/;

/** What is wrong with the screen as it stands: sideways scrolling, text cut off, words left in another language. */
export async function inspectScreen(page: Page, language: Language): Promise<readonly string[]> {
  const { cut, words, scrolls } = await page.evaluate((content) => {
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      element.closest('.n-hidden') === null;
    const ownText = (element: Element): string =>
      [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? '')
        .join(' ')
        .trim();
    const elements = [...document.body.querySelectorAll('*')];
    const isCut = (element: Element): boolean => {
      const style = getComputedStyle(element);
      return (
        style.overflowX !== 'visible' &&
        style.overflowX !== 'auto' &&
        style.textOverflow !== 'ellipsis' &&
        element.scrollWidth > element.clientWidth + 1
      );
    };
    return {
      scrolls: document.documentElement.scrollWidth > innerWidth || document.body.scrollWidth > innerWidth,
      cut: elements.filter((one) => ownText(one) !== '' && isSeen(one) && isCut(one)).map(ownText),
      words: elements
        .filter((one) => one.closest(content) === null && one.tagName !== 'STYLE')
        .flatMap((one) => [
          ownText(one),
          // The composer is named after the message's subject.
          ...(one.matches('.n-compose') ? [] : ['aria-label', 'title', 'placeholder']).map(
            (name) => one.getAttribute(name) ?? '',
          ),
        ])
        .filter((text) => text !== ''),
    };
  }, CONTENT);
  const foreign = words.filter((text) =>
    language === 'ko'
      ? /\p{Script=Latin}/u.test(text) && !/\p{Script=Hangul}/u.test(text) && !NAMES.test(text)
      : /\p{Script=Hangul}/u.test(text) && text !== '한국어' && text !== '한국어로 보기',
  );
  return [
    ...(scrolls ? ['the window scrolls sideways'] : []),
    ...cut.map((text) => `cut off: ${text}`),
    ...new Set(foreign.map((text) => `not translated: ${text}`)),
  ];
}
