import { useSyncExternalStore } from 'react';
import type { PageHost } from './AppServices.ts';
import { useServices } from './AppServices.ts';

/** What the host can do; null until it has answered once. */
export function useHello(): PageHost['hello'] {
  const { host } = useServices();
  return useSyncExternalStore(
    (listener) => host.onStateChange(listener),
    () => host.hello,
  );
}
