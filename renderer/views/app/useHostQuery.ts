import { useEffect, useState } from 'react';
import { toErrorData, type EventName, type MailErrorData } from '../../../preload/contract/index.ts';
import { drop } from '../../commands/drop.ts';
import { useServices, type PageHost } from './AppServices.ts';

export type HostAnswer<T> =
  | { readonly name: 'asking' }
  | { readonly name: 'answered'; readonly value: T }
  | { readonly name: 'failed'; readonly error: MailErrorData };

/**
 * What the host says of something that no table mirrors, asked anew whenever `event` hints at a change or the
 * connection comes back. At most one question is under way: hints that come meanwhile make one more. A failure after an
 * answer keeps the answer.
 */
export function useHostQuery<T>(
  ask: (host: PageHost, signal: AbortSignal) => Promise<T>,
  event: EventName,
): HostAnswer<T> {
  const { host } = useServices();
  const [answer, setAnswer] = useState<HostAnswer<T>>({ name: 'asking' });
  useEffect(() => {
    const controller = new AbortController();
    let isAsking = false;
    let isStale = false;
    const refresh = async (): Promise<void> => {
      isStale = true;
      if (isAsking) return;
      isAsking = true;
      while (isStale && !controller.signal.aborted) {
        isStale = false;
        try {
          const value = await ask(host, controller.signal);
          if (!controller.signal.aborted) setAnswer({ name: 'answered', value });
        } catch (error) {
          const data = toErrorData(error);
          if (data.code !== 'cancelled')
            setAnswer((before) => (before.name === 'answered' ? before : { name: 'failed', error: data }));
        }
      }
      isAsking = false;
    };
    const again = (): void => drop(refresh(), 'the answer is shown when it comes');
    again();
    const stops = [host.on(event, again), host.onStateChange(again)];
    return () => {
      controller.abort();
      for (const stop of stops) stop();
    };
    // Asked anew by the event, not because a new function says the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [host, event]);
  return answer;
}
