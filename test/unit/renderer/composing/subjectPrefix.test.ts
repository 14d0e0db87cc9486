import { describe, expect, it } from 'vitest';
import {
  bareSubject,
  forwardSubject,
  replySubject,
} from '../../../../renderer/domain/composing/subjectPrefix.ts';

describe('subject prefixes', () => {
  it.each([
    // subject, reply, forward, bare
    ['Lunch', 'Re: Lunch', 'Fwd: Lunch', 'Lunch'],
    ['', 'Re:', 'Fwd:', ''],
    ['Re: Lunch', 'Re: Lunch', 'Fwd: Re: Lunch', 'Lunch'],
    ['RE: re:Lunch', 'Re: Lunch', 'Fwd: RE: re:Lunch', 'Lunch'],
    ['Re[2]: Lunch', 'Re: Lunch', 'Fwd: Re[2]: Lunch', 'Lunch'],
    ['Fwd: Lunch', 'Re: Fwd: Lunch', 'Fwd: Lunch', 'Lunch'],
    ['FW: Re: Lunch', 'Re: FW: Re: Lunch', 'Fwd: Re: Lunch', 'Lunch'],
    ['회신: 점심', 'Re: 점심', 'Fwd: 회신: 점심', '점심'],
    ['[답장] : 점심', 'Re: 점심', 'Fwd: [답장] : 점심', '점심'],
    ['전달： 점심', 'Re: 전달： 점심', 'Fwd: 점심', '점심'],
    ['AW: WG: Essen', 'Re: WG: Essen', 'Fwd: AW: WG: Essen', 'Essen'],
    ['Regarding: lunch', 'Re: Regarding: lunch', 'Fwd: Regarding: lunch', 'Regarding: lunch'],
    ['Re : two\r\n lines', 'Re: two lines', 'Fwd: Re : two lines', 'two lines'],
  ])('%j', (subject, reply, forward, bare) => {
    expect([replySubject(subject), forwardSubject(subject), bareSubject(subject)]).toEqual([
      reply,
      forward,
      bare,
    ]);
  });

  it('answers are stable: answering an answer changes nothing', () => {
    for (const subject of ['a', 'AW: a', '회신: 회신: a'])
      expect(replySubject(replySubject(subject))).toBe(replySubject(subject));
  });

  it('keeps the contract limit', () => {
    expect(replySubject('x'.repeat(10_000)).length).toBe(2000);
  });
});
