import { useEffect, useState } from 'react';

/** The time, read again every second while something counts down, every half minute else. */
export function useNow(isCounting: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const read = (): void => setNow(Date.now());
    read();
    const timer = setInterval(read, isCounting ? 1000 : 30_000);
    return () => clearInterval(timer);
  }, [isCounting]);
  return now;
}
