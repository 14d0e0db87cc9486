/** What a server offers after EHLO (RFC 5321 section 4.1.1.1). */
export interface Extensions {
  /** False after HELO. */
  readonly extended: boolean;
  readonly startTls: boolean;
  readonly pipelining: boolean;
  readonly dsn: boolean;
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  /** SIZE (RFC 1870) was announced. */
  readonly size: boolean;
  /** Its limit; null when none was announced or it is 0 (no fixed limit). */
  readonly limitBytes: number | null;
  /** Login methods in capitals; null when no login is offered. */
  readonly auth: readonly string[] | null;
}

export const noExtensions: Extensions = {
  extended: false,
  startTls: false,
  pipelining: false,
  dsn: false,
  eightBitMime: false,
  smtpUtf8: false,
  size: false,
  limitBytes: null,
  auth: null,
};

/** Reads the lines of a reply to EHLO; `AUTH=LOGIN`, the form of before RFC 2554, counts too. */
export function readExtensions(lines: readonly string[]): Extensions {
  const words = lines.slice(1, 200).map((line) =>
    line
      .slice(4)
      .trim()
      .toUpperCase()
      .split(/[\s=]+/),
  );
  const has = (name: string): boolean => words.some(([keyword]) => keyword === name);
  const size = words.find(([keyword]) => keyword === 'SIZE')?.[1] ?? '';
  const limit = /^\d{1,15}$/.test(size) ? Number(size) : 0;
  const auth = words.flatMap(([keyword, ...methods]) => (keyword === 'AUTH' ? [methods] : []));
  return {
    extended: true,
    startTls: has('STARTTLS'),
    pipelining: has('PIPELINING'),
    dsn: has('DSN'),
    eightBitMime: has('8BITMIME'),
    smtpUtf8: has('SMTPUTF8'),
    size: has('SIZE'),
    limitBytes: limit === 0 ? null : limit,
    auth: auth.length === 0 ? null : [...new Set(auth.flat())],
  };
}
