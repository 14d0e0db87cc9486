import { expect, it } from 'vitest';
import { transcriptText } from '../../../../renderer/views/connections/transcriptText.ts';

it('writes a dialogue as text one can paste into a report', () => {
  const line = { seq: 0, phase: 'selected' as const };
  expect(
    transcriptText({ protocol: 'imap', host: 'mx.kr', port: 993, secure: true }, [
      { ...line, at: 1, direction: 'note', text: 'connected' },
      { ...line, at: 1000, direction: 'received', text: '* OK' },
      { ...line, at: 61_000, direction: 'sent', text: 'a1 NOOP' },
    ]),
  ).toBe('IMAP mx.kr:993 TLS\n00:00:00.001 -- connected\n00:00:01.000 S: * OK\n00:01:01.000 C: a1 NOOP\n');
});
