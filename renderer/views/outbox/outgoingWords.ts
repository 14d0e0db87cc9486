import type { MailErrorData, OutboxState } from '../../../preload/contract/index.ts';
import type { Formats } from '../../i18n/Formats.ts';
import type { Catalogue } from '../../i18n/en.ts';

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
  const why = (error: MailErrorData): string =>
    error.serverReply === undefined || error.serverReply === ''
      ? text.errors[error.code](error).title
      : serverSaid(error.host ?? theServer, error.serverReply);
  switch (state.name) {
    case 'queued':
      return states.queued;
    case 'waiting':
      return states.waiting(when(state.until));
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
