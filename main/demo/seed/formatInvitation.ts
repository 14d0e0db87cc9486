import type { Person } from './composeSeedMail.ts';

const stamp = (atMs: number): string =>
  new Date(atMs)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '');

/** Lines of at most 75 octets (RFC 5545 section 3.1). */
const fold = (line: string): string => {
  const parts: string[] = [];
  let current = '';
  for (const char of line) {
    if (Buffer.byteLength(current + char) > 73) {
      parts.push(current);
      current = '';
    }
    current += char;
  }
  return [...parts, current].join('\r\n ');
};

/** An iTIP REQUEST for one event (RFC 5546 section 3.2.2). */
export const formatInvitation = (event: {
  readonly uid: string;
  readonly summary: string;
  readonly location: string;
  readonly description: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly createdMs: number;
  readonly organizer: Person;
  readonly attendees: readonly Person[];
}): string => {
  const escape = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Naru//Demo world//EN',
    'METHOD:REQUEST',
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${stamp(event.createdMs)}`,
    `DTSTART:${stamp(event.startMs)}`,
    `DTEND:${stamp(event.endMs)}`,
    `SUMMARY:${escape(event.summary)}`,
    `LOCATION:${escape(event.location)}`,
    `DESCRIPTION:${escape(event.description)}`,
    `ORGANIZER;CN="${event.organizer.name}":mailto:${event.organizer.address}`,
    ...event.attendees.map(
      ({ name, address }) => `ATTENDEE;CN="${name}";PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${address}`,
    ),
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(fold)
    .join('\r\n');
};
