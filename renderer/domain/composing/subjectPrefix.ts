/**
 * What mail programs of the world put before a subject they answer or pass on. Numbers as in `Re[2]:` and `Re^3:` and
 * full-width colons count. Longest first where one begins another.
 */
const REPLY = [
  're',
  'aw',
  'antw',
  'sv',
  'vs',
  'odp',
  'ynt',
  'rif',
  'res',
  'ref',
  '답장',
  '회신',
  '답변',
  '返信',
  '回复',
  '回覆',
  '答复',
];
const FORWARD = ['fwd', 'fw', 'wg', 'tr', 'vb', 'rv', 'enc', 'i', 'doorst', '전달', '転送', '转发', '轉寄'];

const pattern = (words: readonly string[]): RegExp =>
  new RegExp(`^\\s*(?:\\[?(?:${words.join('|')})\\]?(?:\\s*[[(^]\\d{1,3}[\\])]?)?\\s*[:：])\\s*`, 'iu');

const replyPrefix = pattern(REPLY);
const anyPrefix = pattern([...REPLY, ...FORWARD]);

/** `Re: ` once, whatever prefix of whatever language stood there before (`RE: AW: 회신: x` becomes `Re: x`). */
export function replySubject(subject: string): string {
  return bounded(`Re: ${strip(subject, replyPrefix)}`);
}

/** `Fwd: ` once. What was answered before stays an answer: `Re: x` becomes `Fwd: Re: x`, `FW: x` becomes `Fwd: x`. */
export function forwardSubject(subject: string): string {
  return bounded(`Fwd: ${strip(subject, pattern(FORWARD))}`);
}

/** The subject without any prefix, for naming and comparing. */
export function bareSubject(subject: string): string {
  return strip(subject, anyPrefix);
}

function strip(subject: string, prefix: RegExp): string {
  let rest = oneLine(subject);
  // A subject made of prefixes alone must not be eaten whole in one go; each round takes at least two characters.
  for (let found = prefix.exec(rest); found !== null && found[0] !== ''; found = prefix.exec(rest))
    rest = rest.slice(found[0].length);
  return rest;
}

const oneLine = (subject: string): string => subject.replace(/\s+/gu, ' ').trim();

/** The contract's limit for a draft's subject. */
const bounded = (subject: string): string => subject.slice(0, 2000).trim();
