import { describe, expect, it } from 'vitest';
import { replyRecipients } from '../../../../renderer/domain/composing/replyRecipients.ts';

const who = (...names: string[]) => names.map((name) => ({ name, address: `${name}@x.kr` }));
const own = ['Me@X.kr', 'alias@x.kr'];

describe('replyRecipients', () => {
  it.each([
    ['to its sender', { from: ['ann'], to: ['me'] }, false, [['ann'], []]],
    ['Reply-To wins', { from: ['ann'], replyTo: ['list'], to: ['me'] }, false, [['list'], []]],
    ['all: the rest in Cc', { from: ['ann'], to: ['me', 'bob'], cc: ['cy'] }, true, [['ann'], ['bob', 'cy']]],
    [
      'all: nobody twice',
      { from: ['ann'], to: ['ann', 'bob', 'me'], cc: ['bob', 'alias'] },
      true,
      [['ann'], ['bob']],
    ],
    ['own message: its To again', { from: ['me'], to: ['bob'], cc: ['cy'] }, false, [['bob'], []]],
    ['own message, all', { from: ['me'], to: ['bob'], cc: ['cy', 'alias'] }, true, [['bob'], ['cy']]],
    ['own message to Cc only, all', { from: ['me'], to: [], cc: ['cy'] }, true, [['cy'], []]],
    ['a note to oneself', { from: ['me'], to: ['me'] }, true, [['me'], []]],
    [
      'own Reply-To is no one to answer',
      { from: ['ann'], replyTo: ['me'], to: ['bob'] },
      false,
      [['bob'], []],
    ],
  ] as const)('%s', (_case, headers, all, [to, cc]) => {
    const { from, to: toNames, ...rest } = headers;
    const message = {
      from: who(...from),
      to: who(...toNames),
      replyTo: who(...('replyTo' in rest ? rest.replyTo : [])),
      cc: who(...('cc' in rest ? rest.cc : [])),
    };
    expect(replyRecipients(message, own, all)).toEqual({ to: who(...to), cc: who(...cc) });
  });

  it('skips group names without members', () => {
    const message = { from: who('ann'), replyTo: [], to: [{ name: 'undisclosed', address: '' }], cc: [] };
    expect(replyRecipients(message, own, true)).toEqual({ to: who('ann'), cc: [] });
  });
});
