import { describe, expect, it } from 'vitest';
import { DeliveryCause, MailError, type OutboxState } from '../../../../preload/contract/index.ts';
import { laterTimes, toLocalInput } from '../../../../renderer/domain/composing/laterTimes.ts';
import { createFormats } from '../../../../renderer/i18n/Formats.ts';
import { catalogues } from '../../../../renderer/i18n/Language.ts';
import { outgoingWords } from '../../../../renderer/views/outbox/outgoingWords.ts';

const at = Date.UTC(2026, 10, 21, 14, 32);
const where = { host: 'mx.test', scope: 'message' } as const;
const failure = (code: MailError['code'], reason?: DeliveryCause, serverReply?: string) =>
  new MailError(code, 'x', { ...where, reason, ...(serverReply === undefined ? {} : { serverReply }) }).data;

/** How a sending can end, the words that must be in the sentence: English, Korean. */
const endings: readonly (readonly [string, OutboxState, RegExp, RegExp])[] = [
  ['4xx', { name: 'retrying', at, error: failure('smtp.deferred', 'busy', '451 later') }, /retry at .*busy for the moment.*451 later/, /다시 보냅니다.*바빠서.*451 later/],
  ['5xx', { name: 'refused', at, error: failure('smtp.recipientRefused', 'unknownAddress', '550 no') }, /Refused at .*does not exist there\. Check it/, /거절당했습니다.*없는 주소.*확인/],
  ['partial refusal', { name: 'partlyRefused', at, filed: true, error: failure('smtp.recipientRefused', 'mailboxFull', '552 full') }, /not to everyone: The mailbox is full\. Ask the person/, /일부는 거절.*가득 찼습니다/],
  ['greylisting', { name: 'retrying', at, error: failure('smtp.deferred', 'busy', '450 greylisted') }, /retry at .*come back/, /다시 보냅니다.*다시 오라고/],
  ['drop before DATA', { name: 'retrying', at, error: failure('network.closed') }, /retry at .*hung up/, /다시 보냅니다.*끊었습니다/],
  ['drop after the final dot', { name: 'uncertain', since: at, error: failure('smtp.outcomeUnknown') }, /Nobody knows whether it left.*its answer never came/, /나갔는지 알 수 없습니다/],
  ['slow server', { name: 'retrying', at, error: failure('network.timeout') }, /retry at .*does not answer/, /다시 보냅니다.*답하지 않습니다/],
  ['over quota', { name: 'refused', at, error: failure('smtp.recipientRefused', 'mailboxFull', '552 quota') }, /mailbox is full/, /메일함이 가득/],
  ['too large', { name: 'refused', at, error: failure('smtp.tooLarge') }, /too large/, /너무 (큽|크)|큽니다|크기/],
]; // prettier-ignore

describe('each ending is a sentence a person understands, in both languages', () => {
  it.each(endings)('%s', (_name, state, english, korean) => {
    expect(outgoingWords(state, catalogues.en, createFormats('en', 'UTC'), at)).toMatch(english);
    expect(outgoingWords(state, catalogues.ko, createFormats('ko', 'UTC'), at)).toMatch(korean);
  });

  it('no cause is without words, none has those of another', () => {
    for (const { outbox } of [catalogues.en, catalogues.ko]) {
      const words = DeliveryCause.options.map((cause) => outbox.causes[cause]);
      expect(new Set(words).size).toBe(words.length);
    }
  });
});

describe('send later', () => {
  it('offers what is still to come, soonest named first, nothing twice', () => {
    const named = (now: Date) =>
      laterTimes(now).map(({ choice, at: time }) => `${choice} ${toLocalInput(time)}`);
    expect(named(new Date(2026, 10, 21, 10, 5))).toEqual([
      'inOneHour 2026-11-21T11:05',
      'thisEvening 2026-11-21T18:00',
      'tomorrowMorning 2026-11-22T08:00',
      'mondayMorning 2026-11-23T08:00',
    ]);
    // On a Sunday night Monday is tomorrow.
    expect(named(new Date(2026, 10, 22, 22, 0))).toEqual([
      'inOneHour 2026-11-22T23:00',
      'tomorrowMorning 2026-11-23T08:00',
    ]);
  });
});
