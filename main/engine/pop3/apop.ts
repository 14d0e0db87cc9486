import { createHash } from 'node:crypto';

/**
 * A timestamp must be a message id (RFC 1939 section 7, RFC 822 section 6): one `@`, printable ASCII and no more.
 * A server (or whoever stands between) that may choose any bytes can find the password by collisions of MD5
 * (CVE-2007-1558), so anything else is no timestamp.
 */
const timestamp = /<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,200}@[A-Za-z0-9.:[\]_-]{1,200}>/;

/** The timestamp of a greeting, brackets included; null when there is none worth answering. */
export const apopTimestamp = (greeting: string): string | null => timestamp.exec(greeting)?.[0] ?? null;

/** The digest of the APOP command: MD5 of timestamp and shared secret, in lower-case hex. */
export const apopDigest = (stamp: string, secret: string): string =>
  createHash('md5').update(stamp, 'latin1').update(secret, 'utf8').digest('hex');
