export type LaterChoice = 'inOneHour' | 'thisEvening' | 'tomorrowMorning' | 'mondayMorning';

export interface LaterTime {
  readonly choice: LaterChoice;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const morning = 8;
const evening = 18;

/** Times a person likely means, soonest first, in the local time of this computer; none that has passed or doubles another. */
export function laterTimes(now: Date): LaterTime[] {
  const at = (days: number, hour: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour).getTime();
  const untilMonday = (8 - now.getDay()) % 7 || 7;
  const times: LaterTime[] = [
    { choice: 'inOneHour', at: now.getTime() + 3_600_000 },
    { choice: 'thisEvening', at: at(0, evening) },
    { choice: 'tomorrowMorning', at: at(1, morning) },
    { choice: 'mondayMorning', at: at(untilMonday, morning) },
  ];
  return times.filter(
    (time, index) =>
      (index === 0 || time.at > now.getTime() + 3_600_000) &&
      times.findIndex((other) => other.at === time.at) === index,
  );
}

/** For an `<input type="datetime-local">`: local time to the minute. */
export function toLocalInput(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
