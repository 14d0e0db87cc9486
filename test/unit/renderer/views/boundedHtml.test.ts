import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedCss, nestsTooDeeply } from '../../../../renderer/views/reading/boundedCss.ts';
import { boundedHtml, MESSAGE_LIMITS } from '../../../../renderer/views/reading/boundedHtml.ts';
import { isHarmlessValue } from '../../../../renderer/views/reading/sanitiseCss.ts';

const written = (html: string): string => boundedHtml(html, MESSAGE_LIMITS).html;

describe('boundedHtml', () => {
  it.each([
    ['<p>a &amp; b</p>', '<p>a &amp; b</p>'],
    ["<P CLASS=x ID='y' hidden>a", '<p class="x" id="y" hidden>a'],
    ['<a href=https://a.test/x?y=1&z>b</a>', '<a href="https://a.test/x?y=1&z">b</a>'],
    ['<a title=\'say "hi"\'>', '<a title="say &quot;hi&quot;">'],
    ['<a b = c/d e=f/>', '<a b="c/d" e="f/">'],
    ['<br/><img src="x"/>', '<br><img src="x">'],
    ['<a x=1 x=2>', '<a x="1">'],
    ['<a =x "y" z>', '<a z>'],
    ['1 < 2 <3> <', '1 &lt; 2 &lt;3> &lt;'],
    ['a<!-- <b> -->c<!-->d<!--->e<!--x--!>f', 'acdef'],
    ['a<!-- never closed <b>', 'a'],
    ['a<!doctype html><?xml x?></ nothing>b', 'ab'],
    ['<![if !mso]><td><![endif]>', '<td>'],
    ['<script>if (a<b) "</b>"</script>c', 'c'],
    ['<textarea><b>x</textarea>y', '&lt;b>xy'],
    ['<style>a>b{color:red}</style>', '<style>a>b{color:red}</style>'],
    ['<style><!-- a{} --></style>', '<style>  a{}  </style>'],
    ['<style>a{}</stylex></style>', '<style>a{}\\3c /stylex></style>'],
    ['a<b c="never closed', 'a'],
    ['<p style="color:red">x</p >', '<p style="color:red">x</p>'],
    [`<p style="width:${'calc('.repeat(300)}">x`, '<p>x'],
    [`<p style="width:${'calc&#40;'.repeat(300)}">x`, '<p>x'],
    [`<p media="${'('.repeat(300)}" alt="${'('.repeat(300)}">x`, `<p alt="${'('.repeat(300)}">x`],
  ])('%j', (html, expected) => expect(written(html)).toBe(expected));

  it.each([
    ['length', 'a'.repeat(6_000_000), 5_000_000],
    ['tags', '<b></b>'.repeat(50_000), 40_000 * 3.5],
    ['depth', '<div>'.repeat(1000), 250 * 5],
    ['depth of unclosed formatting', '<b><i><a><u>'.repeat(1000), 250 * 3],
    ['depth with end tags of nothing', '<b></x>'.repeat(1000), 250 * 7],
  ])('cuts at its limit of %s', (_name, html, length) => {
    const { html: cut, isCut } = boundedHtml(html, MESSAGE_LIMITS);
    expect([isCut, cut.length]).toEqual([true, length]);
  });

  it('does not count what the next of its kind closes', () =>
    expect(boundedHtml('<p>x<li>y<tr><td>z'.repeat(1000), MESSAGE_LIMITS).isCut).toBe(false));

  it('keeps at most a hundred attributes of a tag', () => {
    const many = Array.from({ length: 5000 }, (_, index) => `a${index}=1`).join(' ');
    expect(written(`<p ${many}>x`).split('=').length - 1).toBe(100);
  });

  it('writes what it has written the same way again', () => {
    const piece = fc.constantFrom('<', '>', '"', "'", '=', '/', '!--', '--', 'a', ' ', '<b ', '<style>', '</style>', '<textarea>', 'x="', '<![CDATA[', '&lt;', '{', '('); // prettier-ignore
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const once = written(pieces.join(''));
        expect(written(once)).toBe(once);
        expect(once).not.toMatch(/<!|<\?|<script|<textarea/iu);
      }),
    );
  });
});

describe('nestsTooDeeply', () => {
  const deep = ':not('.repeat(100);
  it.each([
    ['a{color:rgb(1,2,3)}'.repeat(1000), false],
    ['@media (a){@supports (b){c{d:e}}}', false],
    [deep, true],
    [':not(/*)*/'.repeat(100), true],
    [':not(")"'.repeat(100), true],
    [':not(]'.repeat(100), true],
    [':not(\\)'.repeat(100), true],
    [`/*${deep}*/a{}`, false],
    [`a{content:"${deep}"}`, false],
    [`a{content:"\n${deep}`, true],
    ['a{'.repeat(100), true],
  ])('%j', (css, expected) => expect(nestsTooDeeply(css)).toBe(expected));

  it('leaves out what is too long, after a whole rule', () => {
    expect(boundedCss('a{b:c}d{e:f}', 9)).toBe('a{b:c}');
    expect(boundedCss('a{b:c}'.repeat(4000), 1_000_000)).toBe('a{b:c}'.repeat(2999));
    expect(boundedCss(deep, 1000)).toBe('');
  });
});

describe('isHarmlessValue', () => {
  it.each([
    ['color', 'red', true],
    ['background-image', 'linear-gradient(red, blue)', true],
    ['background-image', 'url("data:image/png;base64,AA")', true],
    ['background-image', 'url("data:image/svg+xml,<svg>")', false],
    ['background-image', 'url("https://a.test/x")', false],
    ['background-image', 'url("//a.test/x")', false],
    ['background-image', 'url("data:image/png;base64,AA"), url("https://a.test")', false],
    ['background-image', 'image-set("https://a.test/x" 1x)', false],
    ['background-image', '-webkit-image-set(url("data:image/png;base64,A") 1x)', false],
    ['background', 'cross-fade(url(x), red)', false],
    ['background', 'element(#x)', false],
    ['cursor', 'url("https://a.test/x"), auto', false],
    ['filter', 'url("#x")', false],
    ['src', 'src("https://a.test")', false],
    ['--x', 'red', true],
    ['--x', 'url(https://a.test)', false],
    ['--x', '\\75 rl(https://a.test)', false],
    ['--x', 'image', false],
    ['height', '100vh', false],
    ['min-height', 'calc(100dvh - 1px)', false],
    ['width', '100%', true],
    ['font-family', '"Malgun Gothic", sans-serif', true],
  ])('%s: %s is harmless: %s', (property, value, expected) =>
    expect(isHarmlessValue(property, value)).toBe(expected),
  );
});
