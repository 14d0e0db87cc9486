import { useEffect, useState } from 'react';
import type { EpochMs } from '../../../preload/contract/index.ts';

/** The time, renewed each minute: dates in the list stay right over midnight. */
export function useNow(): EpochMs {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
