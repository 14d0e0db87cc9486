/** A server's answer (RFC 5321 section 4.2) with its enhanced code (RFC 3463), where it has one. */
export interface SmtpReply {
  readonly code: number;
  /** `5.1.1`; empty when there is none or it contradicts the code. */
  readonly enhanced: string;
  /** All of it, lines joined by spaces, at most 2,000 characters. */
  readonly text: string;
}

const maximumTextLength = 2000;

/** Reads a reply of one or more lines; null when it does not begin with a three-digit code. */
export function parseSmtpReply(raw: string): SmtpReply | null {
  const lines = raw.slice(0, 20_000).split(/\r?\n/);
  const first = /^([2-5]\d\d)(?:[ -]|$)/.exec(lines[0] ?? '');
  if (first?.[1] === undefined) return null;
  const code = Number(first[1]);
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?=\s|[^\w.]|$)/.exec(lines[0] ?? '')?.[1] ?? '';
  return {
    code,
    // RFC 2034 section 3: the class of both codes must agree; where it does not, the basic code is the protocol's.
    enhanced: enhanced.startsWith(String(Math.floor(code / 100))) ? enhanced : '',
    text: lines
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(' ')
      .slice(0, maximumTextLength),
  };
}

/** True for 4xx: the same command may succeed later. */
export const isTransient = (reply: SmtpReply): boolean => reply.code >= 400 && reply.code < 500;

/** True for 2xx and 3xx. */
export const isPositive = (reply: SmtpReply): boolean => reply.code < 400;
