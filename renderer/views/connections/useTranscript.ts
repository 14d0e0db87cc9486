import { useEffect, useState } from 'react';
import { toErrorData, type MailErrorData, type TranscriptLine } from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { useServices } from '../app/AppServices.ts';

/** Of a long dialogue the newest lines are kept. */
const KEPT_LINES = 5000;

/** The dialogue so far, followed while it goes on: each hint asks only for what came after the last line. */
export function useTranscript(connectionId: string): {
  readonly lines: readonly TranscriptLine[];
  readonly error: MailErrorData | null;
} {
  const { host } = useServices();
  const [lines, setLines] = useState<readonly TranscriptLine[]>([]);
  const [error, setError] = useState<MailErrorData | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let last = -1;
    let isAsking = false;
    let isStale = false;
    const read = async (): Promise<void> => {
      isStale = true;
      if (isAsking) return;
      isAsking = true;
      try {
        while (isStale && !signal.aborted) {
          isStale = false;
          const more = await host.api['connections.transcript']({ connectionId, afterSeq: last }, { signal });
          last = more.at(-1)?.seq ?? last;
          if (more.length > 0) setLines((before) => [...before, ...more].slice(-KEPT_LINES));
          setError(null);
        }
      } catch (thrown) {
        // The next hint asks again from the same line.
        if (!signal.aborted) setError(toErrorData(thrown));
      } finally {
        isAsking = false;
      }
    };
    const again = (): void => drop(read(), 'lines are shown as they come');
    again();
    const stop = host.on('connections.changed', again);
    return () => {
      controller.abort();
      stop();
    };
  }, [host, connectionId]);
  return { lines, error };
}
