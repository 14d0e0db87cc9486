const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** A Date field (RFC 5322 section 3.3) as a clock in that zone shows the moment. */
export const formatDateField = (atMs: number, zoneMinutes = 0): string => {
  const local = new Date(atMs + zoneMinutes * 60_000);
  const zone = Math.abs(zoneMinutes);
  const day = `${DAYS[local.getUTCDay()] ?? ''}, ${local.getUTCDate()} ${MONTHS[local.getUTCMonth()] ?? ''}`;
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(two).join(':');
  const offset = `${zoneMinutes < 0 ? '-' : '+'}${two(Math.floor(zone / 60))}${two(zone % 60)}`;
  return `${day} ${local.getUTCFullYear()} ${time} ${offset}`;
};
