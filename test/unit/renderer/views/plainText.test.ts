import { describe, expect, it } from 'vitest';
import { linkifyLine } from '../../../../renderer/views/reading/text/linkifyLine.ts';
import { parsePlainText } from '../../../../renderer/views/reading/text/parsePlainText.ts';

describe('parsePlainText', () => {
  it('groups lines by quoting depth and takes the marks off', () =>
    expect(parsePlainText('Yes.\r\n> Did you?\r\n>> Once\n>>Twice\r> end\nBye')).toEqual([
      { depth: 0, lines: ['Yes.'] },
      { depth: 1, lines: ['Did you?'] },
      { depth: 2, lines: ['Once', 'Twice'] },
      { depth: 1, lines: ['end'] },
      { depth: 0, lines: ['Bye'] },
    ]));
  it('bounds the depth', () =>
    expect(parsePlainText(`${'>'.repeat(500)}x`)).toEqual([{ depth: 8, lines: ['x'] }]));
});

describe('linkifyLine', () => {
  it.each([
    ['no link', [{ kind: 'text', text: 'no link' }]],
    [
      'see https://example.kr/나루, please',
      [
        { kind: 'text', text: 'see ' },
        { kind: 'link', text: 'https://example.kr/나루', href: 'https://example.kr/%EB%82%98%EB%A3%A8' },
        { kind: 'text', text: ', please' },
      ],
    ],
    [
      'write a@b.org',
      [
        { kind: 'text', text: 'write ' },
        { kind: 'link', text: 'a@b.org', href: 'mailto:a@b.org' },
      ],
    ],
    [
      'javascript:alert(1) ftp://x.org //x.org',
      [{ kind: 'text', text: 'javascript:alert(1) ftp://x.org //x.org' }],
    ],
  ])('%s', (line, expected) => expect(linkifyLine(line)).toEqual(expected));
});
