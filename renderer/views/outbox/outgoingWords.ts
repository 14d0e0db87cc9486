import type { MailErrorData, OutboxState } from '../../../preload/contract/index.ts';
import type { Formats } from '../../i18n/Formats.ts';
import type { Catalogue } from '../../i18n/en.ts';

/** Seconds. */
const longestCountdown = 90;

/** Where an outgoing message stands, as one sentence with its time and its reason. */
export function outgoingWords(
  state: OutboxState,
  text: Catalogue,
  formats: Pick<Formats, 'listDate' | 'time'>,
  now: number,
): string {
  const { states, serverSaid, theServer } = text.outbox;
  // Today's needs only the hour; another day is named.
  const when = (at: number): string => {
    const day = formats.listDate(at, now);
    return day === formats.time(at) ? day : `${day} ${formats.time(at)}`;
  };
  // What it comes down to and what to do, then the server's own words; else those, else the sentence of the code.
  const why = (error: MailErrorData): string =>
    error.reason === undefined
      ? said(error)
      : `${text.outbox.causes[error.reason]}${error.serverReply === undefined ? '' : ` ${said(error)}`}`;
  const said = (error: MailErrorData): string =>
    error.serverReply === undefined || error.serverReply === ''
      ? text.errors[error.code](error).title
      : serverSaid(error.host ?? theServer, error.serverReply);
  switch (state.name) {
    case 'queued':
      return states.queued;
    case 'waiting': {
      const seconds = Math.ceil((state.until - now) / 1000);
      // Long waits were chosen by the clock, short ones are watched.
      return seconds > longestCountdown
        ? states.waiting(when(state.until))
        : text.outbox.sendingIn(Math.max(seconds, 0));
    }
    case 'sending':
    case 'uncertain':
      return states[state.name](when(state.since));
    case 'accepted':
    case 'filed':
    case 'cancelled':
      return states[state.name](when(state.at));
    case 'retrying':
    case 'partlyRefused':
    case 'refused':
    case 'givenUp':
      return states[state.name](when(state.at), why(state.error));
  }
}

/** How a state is coloured: calm while all goes well. */
export const outgoingTone = {
  waiting: 'accent',
  queued: 'plain',
  sending: 'accent',
  retrying: 'warning',
  accepted: 'success',
  filed: 'success',
  partlyRefused: 'warning',
  refused: 'danger',
  uncertain: 'warning',
  givenUp: 'danger',
  cancelled: 'plain',
} as const satisfies Readonly<Record<OutboxState['name'], string>>;
