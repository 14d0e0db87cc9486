import type { ConnectionTranscript } from '../transcript/Transcripts.ts';

type LogMethod = (record: unknown) => void;

/** What imapflow takes as `logger`. */
export interface LibraryLogger {
  readonly trace: LogMethod;
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
  readonly fatal: LogMethod;
}

export interface LibraryEvents {
  /** A line of the server, before the library acts on it. */
  onServerLine(text: string): void;
}

/** Credentials in continuation lines; imapflow marks them in a comment. The transcript masks `AUTH-DATA`. */
const AUTHENTICATION = /^(Encoded|Error response for)/;

/**
 * Turns imapflow's log records into a transcript: `src: 'c'` was sent, `src: 's'` came, everything else is not
 * dialogue. imapflow masks passwords and tokens before they get here; continuations of an authentication are
 * marked so that the transcript masks them whole.
 */
export function transcriptLogger(transcript: ConnectionTranscript, events: LibraryEvents): LibraryLogger {
  const take: LogMethod = (record) => {
    if (typeof record !== 'object' || record === null) return;
    const source = 'src' in record ? record.src : null;
    const text = 'msg' in record && typeof record.msg === 'string' ? record.msg : '';
    const comment = 'comment' in record && typeof record.comment === 'string' ? record.comment : '';
    if (source === 'c') transcript.sent(AUTHENTICATION.test(comment) ? 'AUTH-DATA' : text);
    if (source === 's') {
      transcript.received(text);
      events.onServerLine(text);
    }
    if (source === 'tls') transcript.secured();
  };
  return { trace: take, debug: take, info: take, warn: take, error: take, fatal: take };
}
