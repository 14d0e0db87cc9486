import type { ConnectionInfo, TranscriptLine } from '../../../preload/contract/index.ts';

const marks: Readonly<Record<TranscriptLine['direction'], string>> = {
  sent: 'C:',
  received: 'S:',
  note: '--',
};

/** The dialogue as plain text for a bug report: `12:00:01.000 C: NOOP`, times in UTC. */
export function transcriptText(
  { protocol, host, port, secure }: Pick<ConnectionInfo, 'protocol' | 'host' | 'port' | 'secure'>,
  lines: readonly TranscriptLine[],
): string {
  const head = `${protocol.toUpperCase()} ${host}:${port}${secure ? ' TLS' : ''}`;
  const body = lines.map(
    ({ at, direction, text }) => `${new Date(at).toISOString().slice(11, 23)} ${marks[direction]} ${text}`,
  );
  return [head, ...body, ''].join('\n');
}
