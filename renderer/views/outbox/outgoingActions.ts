import type { OutboxState } from '../../../preload/contract/index.ts';

export type OutgoingAction =
  'takeBack' | 'retryNow' | 'editAgain' | 'dismiss' | 'wasSent' | 'sendAgain' | 'resend' | 'sendNow';

/** What a person can do with a message in this state, the likeliest first; no more than the engine's table allows. */
export function outgoingActions(state: OutboxState): readonly OutgoingAction[] {
  switch (state.name) {
    case 'waiting':
      return ['takeBack', 'sendNow'];
    case 'queued':
      return ['editAgain'];
    case 'sending':
    case 'accepted':
      return [];
    case 'retrying':
      return ['retryNow', 'editAgain'];
    case 'givenUp':
      return ['retryNow', 'editAgain', 'dismiss'];
    case 'refused':
      return ['editAgain', 'retryNow', 'dismiss'];
    case 'cancelled':
      return ['editAgain', 'dismiss'];
    case 'filed':
      return ['dismiss'];
    case 'partlyRefused':
      return state.filed ? ['resend', 'dismiss'] : [];
    case 'uncertain':
      return ['wasSent', 'sendAgain'];
  }
}
