import { formatDateField } from '../mime/dateField.ts';
import { parseHeader } from '../mime/parseHeader.ts';
import type { FinalOutcome } from './queueDecisions.ts';

export interface DeliveryReportInput {
  /** The server that reports. */
  readonly serverName: string;
  /** The server that would not take the message, if any was reached or sought. */
  readonly remoteName: string | undefined;
  readonly sender: string;
  readonly source: Buffer;
  readonly queuedAtMs: number;
  readonly nowMs: number;
  /** Unique among this server's reports. */
  readonly id: string;
  readonly outcomes: readonly FinalOutcome[];
}

const durationInWords = (ms: number): string => {
  const units = [
    [86_400_000, 'day'],
    [3_600_000, 'hour'],
    [60_000, 'minute'],
    [1000, 'second'],
  ] as const;
  const [unitMs, name] = units.find(([size]) => ms >= size) ?? [1000, 'second'];
  const count = Math.max(1, Math.round(ms / unitMs));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
};

const explain = (outcome: FinalOutcome, waitedMs: number): string[] => {
  const { recipient } = outcome;
  if (outcome.action === 'delivered') return [`  ${recipient}`, '    has it in the inbox.'];
  if (outcome.action === 'relayed') {
    return [`  ${recipient}`, '    The next server has taken the message. It sends no reports itself.'];
  }
  const why = outcome.expired
    ? `The server could not be reached for ${durationInWords(waitedMs)}, so we have stopped trying. It said last:`
    : 'The other server does not take this message. It said:';
  return [`  ${recipient}`, `    ${why}`, `    ${outcome.text}`];
};

/** RFC 3463: the enhanced code in the reply if there is one, else the nearest that says what happened. */
const statusOf = (outcome: FinalOutcome): string => {
  if (outcome.action !== 'failed') return '2.0.0';
  if (outcome.expired) return '4.4.1';
  return /\b5\.\d{1,3}\.\d{1,3}\b/.exec(outcome.text)?.[0] ?? (/^550/.test(outcome.text) ? '5.1.1' : '5.0.0');
};

const statusFields = (input: DeliveryReportInput, outcome: FinalOutcome): string[] => [
  '',
  `Final-Recipient: rfc822; ${outcome.recipient}`,
  `Action: ${outcome.action}`,
  `Status: ${statusOf(outcome)}`,
  ...(input.remoteName === undefined ? [] : [`Remote-MTA: dns; ${input.remoteName}`]),
  ...(/^\d{3} /.test(outcome.text) ? [`Diagnostic-Code: smtp; ${outcome.text.replace(/\s+/g, ' ')}`] : []),
  `Last-Attempt-Date: ${formatDateField(input.nowMs)}`,
];

/** A delivery report as a whole message: multipart/report, in words and by RFC 3464, with the original's header. */
export const composeDeliveryReport = (input: DeliveryReportInput): Buffer => {
  const { serverName, outcomes } = input;
  const failed = outcomes.some((outcome) => outcome.action === 'failed');
  const recipients = outcomes.map((outcome) => outcome.recipient).join(', ');
  const boundary = `report-${input.id}`;
  const header = input.source.toString(
    'latin1',
    0,
    parseHeader(input.source, 0, input.source.length).bodyStart,
  );
  const waitedMs = input.nowMs - input.queuedAtMs;
  return Buffer.from(
    [
      `Date: ${formatDateField(input.nowMs)}`,
      `From: Mail delivery at ${serverName} <postmaster@${serverName}>`,
      `To: <${input.sender}>`,
      `Subject: ${failed ? 'Not delivered' : 'Delivered'}: your message to ${recipients}`,
      `Message-ID: <${input.id}@${serverName}>`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      `This is the mail server of ${serverName}.`,
      '',
      failed ? 'Your message could not be delivered to:' : 'Your message is on its way to:',
      '',
      ...outcomes.flatMap((outcome) => [...explain(outcome, waitedMs), '']),
      ...(failed ? ['Nothing else was changed. Your message is still in your Sent folder.', ''] : []),
      `--${boundary}`,
      'Content-Type: message/delivery-status',
      '',
      `Reporting-MTA: dns; ${serverName}`,
      `Arrival-Date: ${formatDateField(input.queuedAtMs)}`,
      ...outcomes.flatMap((outcome) => statusFields(input, outcome)),
      '',
      `--${boundary}`,
      'Content-Type: text/rfc822-headers',
      '',
      header.trimEnd(),
      '',
      `--${boundary}--`,
      '',
    ].join('\r\n'),
    'latin1',
  );
};
