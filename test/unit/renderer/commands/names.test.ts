import { describe, expect, it } from 'vitest';
import { linkTarget } from '../../../../renderer/commands/linkTarget.ts';

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
