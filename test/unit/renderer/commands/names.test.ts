import { describe, expect, it } from 'vitest';
import { linkTarget } from '../../../../renderer/commands/linkTarget.ts';
import { safeFileName } from '../../../../renderer/commands/safeFileName.ts';

describe('safeFileName', () => {
  it.each([
    ['보고서.pdf', '보고서.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['C:\\run\\me.exe', 'C__run_me.exe'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['.bashrc', 'bashrc'],
    ['CON.txt', '_CON.txt'],
    ['a\u0000b\nc', 'abc'],
    ['   ', 'fallback'],
    [`${'x'.repeat(300)}.jpeg`, `${'x'.repeat(175)}.jpeg`],
  ])('%j', (name, expected) => expect(safeFileName(name, 'fallback')).toBe(expected));
});

describe('linkTarget', () => {
  it.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['HTTP://EXAMPLE.org', 'http://example.org/'],
    ['mailto:a@b.test', 'mailto:a@b.test'],
    ['java\nscript:alert(1)', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['file:///etc/passwd', null],
    ['//example.org', null],
    ['/relative', null],
    [`https://example.org/${'a'.repeat(8000)}`, null],
  ])('%j', (href, expected) => expect(linkTarget(href)).toBe(expected));
});
