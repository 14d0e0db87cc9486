import { expect, test } from 'vitest';
import { PREVIEW_LENGTH, previewText } from '../../../../renderer/domain/previewText.ts';

test.each<[name: string, text: string | null, html: string | null, preview: string]>([
  ['nothing', null, null, ''],
  ['plain text', ' Hello,\r\n\r\nhow are you? ', '<p>other</p>', 'Hello, how are you?'],
  ['quoted lines', '> before\n> more\nThe answer', null, 'The answer'],
  ['only quotes: the HTML', '> before', '<p>Hi</p>', 'Hi'],
  ['Korean', '안녕하세요, 반갑습니다', null, '안녕하세요, 반갑습니다'],
  ['tags and entities', null, '<p>a&amp;b</p><p>&#54620;&#xAE00; &nbsp;c &lt;d&gt;</p>', 'a&b 한글 c <d>'],
  ['style and script', null, '<style>p{}</style><SCRIPT>x()</SCRIPT ><head><title>t</title></head>ok', ''],
  ['style closed', null, '<style>p{}</style><div>ok</div>', 'ok'],
  ['comments', null, 'a<!-- <b>no</b> -->b', 'a b'],
  ['a bare less-than', null, '1 < 2 and 3<4', '1 < 2 and 3<4'],
  ['unclosed tag', null, 'a <b', 'a'],
  ['filler', null, 'Hi\u200b\u200c\u00ad\u034f there', 'Hi there'],
  ['bad code points', null, 'a&#xD800;b&#0;c&#9999999;d&unknown;', 'a b c d'],
])('%s', (_name, text, html, preview) => {
  expect(previewText({ text, html })).toBe(preview);
});

test('is short, whole in its last character and quick on a hostile body', () => {
  const start = performance.now();
  const hostile = previewText({ text: null, html: '<style<style '.repeat(200_000) + '😀'.repeat(10) });
  const long = previewText({ text: '😀'.repeat(1000), html: null });
  expect({ hostile, long }).toEqual({ hostile: '', long: '😀'.repeat(PREVIEW_LENGTH) });
  expect(performance.now() - start).toBeLessThan(1000);
});
