import {
  MailError,
  type EpochMs,
  type MailErrorData,
  type OutboxState,
} from '../../../preload/contract/index.ts';

/** What can happen to an outgoing message. */
export type OutboxEvent =
  /** The undo window or send-later time has passed, or the time of the next attempt has come. */
  | { readonly name: 'timeReached' }
  | { readonly name: 'retryRequested' }
  | { readonly name: 'attemptStarted'; readonly at: EpochMs }
  /** The attempt ended before the message was handed over, with nobody's fault: the program stopped. */
  | { readonly name: 'interrupted' }
  | { readonly name: 'accepted'; readonly at: EpochMs }
  | { readonly name: 'partlyRefused'; readonly at: EpochMs; readonly error: MailErrorData }
  | { readonly name: 'refused'; readonly at: EpochMs; readonly error: MailErrorData }
  /** Not taken this time; also for a message that was not tried because its server cannot be reached. */
  | { readonly name: 'deferred'; readonly until: EpochMs; readonly error: MailErrorData }
  | { readonly name: 'gaveUp'; readonly at: EpochMs; readonly error: MailErrorData }
  /** It may have been handed over and no answer came. */
  | { readonly name: 'outcomeLost'; readonly at: EpochMs; readonly error: MailErrorData }
  | { readonly name: 'filed'; readonly at: EpochMs }
  /** The person's word that an uncertain message is to be sent once more. */
  | { readonly name: 'sendAgain' }
  /** The person took it back. */
  | { readonly name: 'cancelled'; readonly at: EpochMs };

export type OutboxEventName = OutboxEvent['name'];
export type OutboxStateName = OutboxState['name'];

/**
 * Which event may meet which state. What is not here is an error, never ignored:
 * - nothing leaves `filed` and `cancelled`;
 * - `sending` can not be cancelled: only its attempt's end decides;
 * - `uncertain` is left by proof (the Sent folder) or by the person, never by time;
 * - `accepted` can only be filed;
 * - `partlyRefused` is asked for again only when its copy is filed: then those who refused are tried once more.
 */
export const allowedEvents: Readonly<Record<OutboxStateName, readonly OutboxEventName[]>> = {
  waiting: ['timeReached', 'retryRequested', 'cancelled'],
  queued: ['attemptStarted', 'deferred', 'retryRequested', 'cancelled'],
  sending: ['accepted', 'partlyRefused', 'refused', 'deferred', 'gaveUp', 'outcomeLost', 'interrupted'],
  retrying: ['timeReached', 'retryRequested', 'cancelled'],
  accepted: ['filed'],
  filed: [],
  partlyRefused: ['filed', 'retryRequested'],
  refused: ['retryRequested', 'cancelled'],
  uncertain: ['accepted', 'partlyRefused', 'sendAgain'],
  givenUp: ['retryRequested', 'cancelled'],
  cancelled: [],
};

/** The state after an event; throws `outbox.wrongState` where the table has none. */
export function nextOutboxState(state: OutboxState, event: OutboxEvent): OutboxState {
  const outOfTurn = state.name === 'partlyRefused' && state.filed === (event.name === 'filed');
  if (outOfTurn || !allowedEvents[state.name].includes(event.name)) throw wrongState(state.name, event.name);
  switch (event.name) {
    case 'timeReached':
    case 'retryRequested':
    case 'interrupted':
    case 'sendAgain':
      return { name: 'queued' };
    case 'attemptStarted':
      return { name: 'sending', since: event.at };
    case 'accepted':
      return { name: 'accepted', at: event.at };
    case 'partlyRefused':
      return { name: 'partlyRefused', at: event.at, filed: false, error: event.error };
    case 'refused':
      return { name: 'refused', at: event.at, error: event.error };
    case 'deferred':
      return { name: 'retrying', at: event.until, error: event.error };
    case 'gaveUp':
      return { name: 'givenUp', at: event.at, error: event.error };
    case 'outcomeLost':
      return { name: 'uncertain', since: event.at, error: event.error };
    case 'filed':
      return state.name === 'partlyRefused' ? { ...state, filed: true } : { name: 'filed', at: event.at };
    case 'cancelled':
      return { name: 'cancelled', at: event.at };
  }
}

/** True where nothing more will happen by itself, so that the person may clear it away. */
export function isDismissable(state: OutboxState): boolean {
  switch (state.name) {
    case 'filed':
    case 'refused':
    case 'givenUp':
    case 'cancelled':
      return true;
    case 'partlyRefused':
      return state.filed;
    case 'waiting':
    case 'queued':
    case 'sending':
    case 'retrying':
    case 'accepted':
    case 'uncertain':
      return false;
  }
}

export const wrongState = (state: OutboxStateName, wanted: string): MailError =>
  new MailError('outbox.wrongState', `${wanted} is not possible while ${state}`, { scope: 'message' });
