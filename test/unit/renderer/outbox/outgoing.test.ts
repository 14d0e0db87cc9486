import { describe, expect, it } from 'vitest';
import { MailError, type OutboxState } from '../../../../preload/contract/index.ts';
import { createFormats } from '../../../../renderer/i18n/Formats.ts';
import { catalogues } from '../../../../renderer/i18n/Language.ts';
import { outgoingActions } from '../../../../renderer/views/outbox/outgoingActions.ts';
import { outgoingWords } from '../../../../renderer/views/outbox/outgoingWords.ts';

const at = Date.UTC(2026, 10, 21, 14, 32);
const error = new MailError('smtp.deferred', 'x', { host: 'mx.kr', serverReply: '451 lunch' }).data;
const silent = new MailError('network.refused', 'x', { host: 'mx.kr', port: 25 }).data;
const said = 'mx.kr said: “451 lunch”';

describe('outgoing messages', () => {
  it.each<[OutboxState, string, readonly string[]]>([
    [
      { name: 'waiting', until: at + 3_600_000 },
      'Leaves at 3:32 PM. Until then you can take it back.',
      ['takeBack', 'sendNow'],
    ],
    [{ name: 'waiting', until: at + 7400 }, 'Sending in 8 s', ['takeBack', 'sendNow']],
    [{ name: 'queued' }, 'Waits for its turn.', ['editAgain']],
    [{ name: 'sending', since: at }, 'Being sent since 2:32 PM.', []],
    [
      { name: 'retrying', at, error },
      `Waiting to retry at 2:32 PM because: ${said}`,
      ['retryNow', 'editAgain'],
    ],
    [
      { name: 'retrying', at, error: silent },
      'Waiting to retry at 2:32 PM because: mx.kr refuses connections on port 25',
      ['retryNow', 'editAgain'],
    ],
    [{ name: 'accepted', at }, 'Accepted by the server at 2:32 PM. The copy is being filed in Sent.', []],
    [{ name: 'filed', at: at - 86_400_000 }, 'Sent at Yesterday 2:32 PM. The copy is in Sent.', ['dismiss']],
    [
      { name: 'partlyRefused', at, filed: true, error },
      `Sent at 2:32 PM, but not to everyone: ${said}`,
      ['resend', 'dismiss'],
    ],
    [{ name: 'refused', at, error }, `Refused at 2:32 PM: ${said}`, ['editAgain', 'retryNow', 'dismiss']],
    [
      { name: 'uncertain', since: at, error },
      'Nobody knows whether it left. The server had the whole message at 2:32 PM, but its answer never came.',
      ['wasSent', 'sendAgain'],
    ],
    [
      { name: 'givenUp', at, error },
      `Given up at 2:32 PM after many tries: ${said}`,
      ['retryNow', 'editAgain', 'dismiss'],
    ],
    [{ name: 'cancelled', at }, 'Stopped at 2:32 PM. It did not leave.', ['editAgain', 'dismiss']],
  ])('%j', (state, words, actions) => {
    expect([
      outgoingWords(state, catalogues.en, createFormats('en', 'UTC'), at).replaceAll('\u202f', ' '),
      outgoingActions(state),
    ]).toEqual([words, actions]);
  });
});
