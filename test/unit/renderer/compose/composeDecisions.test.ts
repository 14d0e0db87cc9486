import { describe, expect, it } from 'vitest';
import { BlobId, DraftId, type Account, type MessageSummary } from '../../../../preload/contract/index.ts';
import { rankPeople, suggestPeople } from '../../../../renderer/domain/composing/knownPeople.ts';
import { en } from '../../../../renderer/i18n/en.ts';
import { cleanStyle } from '../../../../renderer/views/compose/cleanStyle.ts';
import { linkOf } from '../../../../renderer/views/compose/LinkDialog.tsx';
import { ownText } from '../../../../renderer/views/compose/ownText.ts';
import { startAnswer, startNew } from '../../../../renderer/views/compose/startDraft.ts';
import { PIECE_BYTES, uploadBlob } from '../../../../renderer/views/compose/uploadBlob.ts';

describe('cleanStyle', () => {
  it.each([
    ['color: red; font-weight:bold', 'color: red; font-weight: bold'],
    ['position:fixed; inset:0; color:red', 'color: red'],
    ['background-color: url(http://x/y)', ''],
    ['background-color: u\\72l(http://x)', ''],
    ['color: /**/red', ''],
    ['margin: -9999px', ''],
    ['margin-left: 4px; width: 100%', 'margin-left: 4px; width: 100%'],
    ['font-family: "Malgun Gothic", sans-serif', 'font-family: "Malgun Gothic", sans-serif'],
    ['-webkit-mask: x; z-index: 9', ''],
  ])('%s', (style, expected) => {
    expect(cleanStyle(style)).toBe(expected);
  });
});

describe('linkOf', () => {
  it.each([
    ['https://a.kr/b', 'https://a.kr/b'],
    ['a.kr/b', 'https://a.kr/b'],
    ['kim@a.kr', 'mailto:kim@a.kr'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['two words', null],
    ['', null],
  ])('%s', (typed, expected) => {
    expect(linkOf(typed)).toBe(expected);
  });
});

describe('ownText', () => {
  it.each([
    ['<div>Hi</div><blockquote><div>see attached</div></blockquote>', 'Hi'],
    ['<div>Hi</div><div>-- </div><div>attached to my cat</div>', 'Hi'],
    ['<div>Look</div><div>---------- Forwarded message ----------</div><div>attached</div>', 'Look'],
    ['<div><br></div>', ''],
  ])('%s', (html, expected) => {
    expect(ownText(html)).toBe(expected);
  });
});

describe('known people', () => {
  const p = (address: string, name = '') => ({ name, address });
  const people = rankPeople(
    [p('bob@x.kr'), p('cy@x.kr', 'Cy'), p('Bob@x.kr', 'Bob Martin')],
    [p('ann@x.kr', '김안나'), p('no-reply@shop.kr'), p('me@x.kr'), p('broken')],
    ['Me@x.kr'],
  );
  it('ranks those one wrote to first and leaves out oneself, machines and what is no address', () => {
    expect(people).toEqual([p('bob@x.kr', 'Bob Martin'), p('cy@x.kr', 'Cy'), p('ann@x.kr', '김안나')]);
  });
  it.each([
    ['b', ['bob@x.kr']],
    ['mart', ['bob@x.kr']],
    ['김', ['ann@x.kr']],
    ['x.kr', ['bob@x.kr', 'cy@x.kr', 'ann@x.kr']],
    ['zzz', []],
  ])('completes %s', (typed, expected) => {
    expect(suggestPeople(people, typed).map(({ address }) => address)).toEqual(expected);
  });
});

describe('uploadBlob', () => {
  it('hands over every byte in pieces no larger than the contract allows', async () => {
    const pieces: number[] = [];
    const progress: number[] = [];
    const size = PIECE_BYTES * 2 + 3;
    const result = await uploadBlob(
      {
        'blobs.create': async () => ({ blobId: BlobId.parse('b') }),
        'blobs.append': async ({ bytes }) => {
          pieces.push(bytes.length);
          return {};
        },
        'blobs.finish': async () => ({ sizeBytes: size, sha256: '' }),
      },
      new Blob([new Uint8Array(size)]),
      { signal: new AbortController().signal, onProgress: (sent) => progress.push(sent) },
    );
    expect({ pieces, progress, result }).toEqual({
      pieces: [PIECE_BYTES, PIECE_BYTES, 3],
      progress: [PIECE_BYTES, PIECE_BYTES * 2, size],
      result: { blobId: 'b', sizeBytes: size },
    });
  });
});

describe('starting a draft', () => {
  const account = (id: string, address: string): Account => ({
    id: id as Account['id'],
    label: id,
    isDemo: false,
    incoming: { protocol: 'imap', server: {} as never },
    outgoing: {} as never,
    identities: [{ id: 'main', name: id, address, replyTo: null, signature: '' }],
  });
  const accounts = [account('one', 'me@one.kr'), account('two', 'me@two.kr')] as const;
  const context = {
    id: DraftId.parse('new'),
    accounts,
    now: 5,
    text: en.compose,
    formats: { fullDate: () => 'Friday' },
  };
  const summary = {
    subject: 'Lunch',
    from: [{ name: 'Bob', address: 'bob@x.kr' }],
    replyTo: [],
    to: [{ name: '', address: 'me@two.kr' }],
    cc: [{ name: '', address: 'cy@x.kr' }],
    messageId: 'm1',
    references: ['m0'],
    date: 1,
    attachments: [],
  } as unknown as MessageSummary;
  const body = { html: '<p>Yes?</p>', text: null, attachments: [], inlineParts: [] } as never;

  it('writes as the account one looks at', () => {
    expect(startNew(context, accounts[1].id).draft.accountId).toBe('two');
    expect(() => startNew({ ...context, accounts: [] }, null)).toThrow('no account');
  });

  it('answers as the identity that was addressed, in the account where the message lies', () => {
    expect(startAnswer(context, 'replyAll', { accountId: accounts[1].id, summary, body })).toEqual({
      draft: {
        id: 'new',
        accountId: 'two',
        identityId: 'main',
        to: summary.from,
        cc: summary.cc,
        bcc: [],
        subject: 'Re: Lunch',
        html: '<div><br></div><div>On Friday, Bob &lt;bob@x.kr&gt; wrote:</div><blockquote type="cite"><p>Yes?</p></blockquote>',
        attachments: [],
        inReplyTo: 'm1',
        references: ['m0', 'm1'],
        updatedAt: 5,
      },
      files: [],
      pictures: [],
      isQuoteMissing: false,
    });
  });

  it('says when there is nothing to quote', () => {
    const { draft, isQuoteMissing } = startAnswer(context, 'reply', {
      accountId: accounts[0].id,
      summary,
      body: null,
    });
    expect([isQuoteMissing, draft.html]).toEqual([true, '<div><br></div>']);
  });
});
