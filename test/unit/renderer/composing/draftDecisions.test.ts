import { describe, expect, it } from 'vitest';
import { checkDraft } from '../../../../renderer/domain/composing/checkDraft.ts';
import { referenceChain } from '../../../../renderer/domain/composing/referenceChain.ts';
import { textToHtml } from '../../../../renderer/domain/quoting/textToHtml.ts';
import { quoteForForward, quoteForReply } from '../../../../renderer/domain/quoting/quoteMessage.ts';

const ann = { name: 'Ann', address: 'ann@x.kr' };
const file = { blobId: 'b' as never, name: 'a.pdf', type: 'application/pdf', sizeBytes: 1, contentId: null };
const fine = { to: [ann], cc: [], bcc: [], subject: 'Hello', attachments: [] };

describe('checkDraft', () => {
  it.each([
    ['nothing to say', fine, 'Hi', 0, [], []],
    ['no recipients', { ...fine, to: [] }, 'Hi', 0, [{ kind: 'noRecipients' }], []],
    [
      'invalid addresses are named',
      { ...fine, cc: [{ name: '', address: 'bob' }] },
      'Hi',
      0,
      [{ kind: 'invalidAddress', addresses: ['bob'] }],
      [],
    ],
    ['an upload under way', fine, 'Hi', 2, [{ kind: 'uploading', count: 2 }], []],
    ['no subject', { ...fine, subject: ' ' }, 'Hi', 0, [], [{ kind: 'emptySubject' }]],
    ['no message', fine, ' ', 0, [], [{ kind: 'emptyMessage' }]],
    ['a file alone is enough', { ...fine, attachments: [file] }, '', 0, [], []],
    ['forgotten', fine, 'See attached.', 0, [], [{ kind: 'forgottenAttachment', word: 'attached' }]],
    ['forgotten, Korean', fine, '파일을 첨부합니다', 0, [], [{ kind: 'forgottenAttachment', word: '첨부' }]],
    ['not forgotten', { ...fine, attachments: [file] }, 'See attached.', 0, [], []],
    [
      'an inline picture is no attachment',
      { ...fine, attachments: [{ ...file, contentId: 'c' }] },
      'attached',
      0,
      [],
      [{ kind: 'forgottenAttachment', word: 'attached' }],
    ],
    [
      'many see each other',
      { ...fine, cc: Array.from({ length: 20 }, () => ann) },
      'Hi',
      0,
      [],
      [{ kind: 'manyVisibleRecipients', count: 21 }],
    ],
  ])('%s', (_case, draft, text, uploading, problems, warnings) => {
    expect(checkDraft(draft, text, uploading)).toEqual({ problems, warnings });
  });
});

describe('referenceChain', () => {
  it.each([
    [null, [], { inReplyTo: null, references: [] }],
    ['c', [], { inReplyTo: 'c', references: ['c'] }],
    ['c', ['a', 'b'], { inReplyTo: 'c', references: ['a', 'b', 'c'] }],
    ['c', ['a', 'c', 'b'], { inReplyTo: 'c', references: ['a', 'b', 'c'] }],
    [null, ['a'], { inReplyTo: null, references: ['a'] }],
  ])('%s after %j', (messageId, references, expected) => {
    expect(referenceChain({ messageId, references: [...references] })).toEqual(expected);
  });

  it('keeps the root and the newest of a long thread', () => {
    const references = Array.from({ length: 300 }, (_, i) => `m${i}`);
    const chain = referenceChain({ messageId: 'last', references }).references;
    expect([chain.length, chain[0], chain[1], chain.at(-1)]).toEqual([100, 'm0', 'm202', 'last']);
  });
});

describe('quoting', () => {
  it.each([
    ['a', '<div>a</div>'],
    ['a\n\nb\n', '<div>a</div><div><br></div><div>b</div>'],
    ['<b> & "x"', '<div>&lt;b&gt; &amp; &quot;x&quot;</div>'],
    [
      '> q\n>> qq\nme',
      '<blockquote><div>q</div><blockquote><div>qq</div></blockquote></blockquote><div>me</div>',
    ],
    ['  two', '<div>&nbsp; two</div>'],
  ])('plain text %j', (text, html) => {
    expect(textToHtml(text)).toBe(html);
  });

  it('bounds the nesting of quotes', () => {
    expect(textToHtml('>'.repeat(5000)).match(/<blockquote>/gu)).toHaveLength(20);
  });

  it('escapes names in the attribution and the head', () => {
    const body = { html: null, text: 'x' };
    expect(quoteForReply(body, '<img src=x> wrote:', '')).toBe(
      '<div><br></div><div>&lt;img src=x&gt; wrote:</div><blockquote type="cite"><div>x</div></blockquote>',
    );
    expect(
      quoteForForward(
        body,
        'Forwarded',
        [
          { label: 'From', value: '<a@b>' },
          { label: 'Cc', value: '' },
        ],
        '<i>me</i>',
      ),
    ).toBe(
      '<div><br></div><div><br></div><div>-- </div><div><i>me</i></div><div><br></div><div>---------- Forwarded ----------</div>' +
        '<div><b>From:</b> &lt;a@b&gt;</div><div><br></div><div>x</div>',
    );
  });
});
