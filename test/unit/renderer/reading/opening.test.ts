import { describe, expect, it } from 'vitest';
import { assignSlots, likelyNext } from '../../../../renderer/views/reading/open/assignSlots.ts';
import { cutHtml } from '../../../../renderer/views/reading/open/cutHtml.ts';
import { htmlToText } from '../../../../renderer/views/reading/text/htmlToText.ts';
import { linkifyLines } from '../../../../renderer/views/reading/text/linkifyLine.ts';
import { splitText } from '../../../../renderer/views/reading/text/splitText.ts';

describe('assignSlots', () => {
  it.each([
    ['fills empty places', [null, null, null], ['a', 'b'], ['a', 'b', null]],
    ['keeps what is wanted where it is', ['a', 'b', 'c'], ['b', 'c', 'd'], ['d', 'b', 'c']],
    ['takes no more than there is room for', ['a', 'b'], ['c', 'd', 'e'], ['c', 'd']],
    ['the first wanted comes first', ['a', 'b'], ['c', 'a', 'b'], ['a', 'c']],
  ])('%s', (_, slots, wanted, expected) => expect(assignSlots(slots, wanted)).toEqual(expected));
  it('gives the same array back when nothing changes', () => {
    const slots = ['a', 'b', null];
    expect(assignSlots(slots, ['b', 'a'])).toBe(slots);
  });
});

describe('likelyNext', () => {
  it.each([
    [[1, 2, 3, 4], 2, [3, 1, 4]],
    [[1, 2], 1, [2]],
    [[1, 2], 9, []],
  ])('of %j from %i', (order, shown, expected) => expect(likelyNext(order, shown)).toEqual(expected));
});

describe('cutHtml', () => {
  it('leaves a mail of ordinary size whole, its style sheets uncounted', () => {
    const html = `<style>${'a{color:red}'.repeat(20_000)}</style><p>${'word '.repeat(5000)}</p>`;
    expect(cutHtml(html)).toBe(html);
  });
  it('ends a long one after a whole tag', () => {
    const shown = cutHtml('<tr><td>cell</td></tr>'.repeat(100_000));
    expect(shown.length).toBeGreaterThan(10_000);
    expect(shown.length).toBeLessThan(300_000);
    expect(shown.endsWith('>')).toBe(true);
  });
  it.each([
    ['one endless text', 'x'.repeat(1_000_000)],
    ['one endless text in a tag', `<p>${'x'.repeat(1_000_000)}</p>`],
    ['one endless tag', `<p title="${'x'.repeat(1_000_000)}`],
    ['an endless comment', `<!--${'x'.repeat(1_000_000)}`],
    ['an endless style sheet', `<STYLE>${'x'.repeat(1_000_000)}`],
  ])('bounds %s', (_, html) => expect(cutHtml(html).length).toBeLessThanOrEqual(300_000));
});

describe('splitText', () => {
  it('loses nothing and ends pieces at lines', () => {
    const text = 'a line of text\n'.repeat(20_000);
    const pieces = splitText(text);
    expect(pieces.join('')).toBe(text);
    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true);
  });
  it('cuts a line that never ends, but no character', () => {
    const text = '🦦'.repeat(100_000);
    const pieces = splitText(text);
    expect(pieces.join('')).toBe(text);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });
});

it('linkifyLines joins what lies between two links', () =>
  expect(linkifyLines(['one', 'two https://a.example/', 'three'])).toEqual([
    { kind: 'text', text: 'one\ntwo ' },
    { kind: 'link', text: 'https://a.example/', href: 'https://a.example/' },
    { kind: 'text', text: '\nthree' },
  ]));

it('htmlToText keeps words and lines, and nothing of a style sheet', () =>
  expect(
    htmlToText('<style>p{}</style><p>One &amp; two</p><div>three<br>four</div><script>x()</script>'),
  ).toBe('One & two\nthree\nfour\n'));
