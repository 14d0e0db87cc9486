import type { DeliveryAction, RecipientReport } from '../../../preload/contract/index.ts';
import { deliveryCause } from './deliveryCause.ts';

/** Where the copy of one's own message begins; nothing after it is the report's. */
const copyBegins = [
  /^-+ ?(original message|this is a copy of (the|your) message|forwarded message|message header follows|below this line is a copy|message text follows|the header of the original message|original message headers|returned message|undelivered message)/i,
  /^--- ?below (this line|the next line)/i,
  /^-{3,} ?(원본|보낸) ?(메일|메시지)/,
  /^-{3,} ?(元の?メッセージ|送信(され)?たメール)/,
  /^(original message (headers )?follows|unsent message below|message headers? follow)/i,
  /^received: (from|by) /i,
];

const address = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}/g;

const delayWords =
  /\bdelay(ed)?\b|not (yet )?been delivered (yet|so far)|will (continue|keep|be retried|retry|try again)|still (being|trying|in the queue)|transient non-fatal|warning: (message|could not send)|do not need to resend|no action is required|지연|재시도|다시 시도|계속 시도|遅延|再送(信)?(します|を|中)|再試行/i;
const failWords =
  /fail|undeliver|could ?n[o']t be (delivered|sent|reached)|not delivered|unable to deliver|permanent|rejected|returned|giv(e|en|ing) up|did not reach|실패|못했|못하였|반송|되돌|전달되지|(送信|配信|配達|お届け)(でき|する(こと|事)が|に失敗)|送れま|届け(られ|でき)|エラー|失敗|配信不能|返送/i;

/** The report's own words, without the returned message. */
export function ownWords(text: string): string {
  const lines = text.slice(0, 200_000).split(/\r?\n/);
  const end = lines.findIndex(
    (line, index) => index > 0 && copyBegins.some((mark) => mark.test(line.trim())),
  );
  return (end < 0 ? lines : lines.slice(0, end)).slice(0, 2000).join('\n');
}

/** What the words say happened, or null when they speak of no delivery at all. */
export function actionInWords(words: string): DeliveryAction | null {
  const isDelay = delayWords.test(words);
  // "will be retried … permanent failure" does not exist; a delay that names an earlier failure does.
  if (isDelay && !/permanent|영구|giving up|given up|had permanent fatal/i.test(words)) return 'delayed';
  return failWords.test(words) ? 'failed' : null;
}

/**
 * Recipients named in a report for people (qmail's QSBMF, Exim, old sendmail, Exchange, Domino, carriers and
 * providers of Japan and Korea): each address with what stands behind it. `ignored` are addresses of the reporter
 * and of the person. Candidates, not proof: whoever joins keeps those that were written to.
 */
export function recipientsInText(
  words: string,
  named: readonly string[],
  ignored: ReadonlySet<string>,
): RecipientReport[] {
  const action = actionInWords(words);
  if (action === null) return [];
  const places = [...words.matchAll(address)]
    .map((match) => ({
      address: match[0].replace(/\.$/, ''),
      at: match.index,
      end: match.index + match[0].length,
    }))
    .filter((place) => !ignored.has(place.address.toLowerCase()) && !isProgram(place.address));
  const found = new Map<string, { readonly address: string; words: string }>();
  for (const name of named) found.set(name.toLowerCase(), { address: name, words: '' });
  for (const [index, place] of places.slice(0, 300).entries()) {
    const next = places[index + 1]?.at ?? words.length;
    const behind = words.slice(place.end, Math.min(next, place.end + 1500));
    const key = place.address.toLowerCase();
    const known = found.get(key);
    if (known === undefined) found.set(key, { address: place.address, words: behind });
    else if (known.words.length < 400) known.words += ` ${behind}`;
  }
  const only = found.size === 1;
  return [...found.values()].slice(0, 100).map((one) => {
    // Where the report is about one recipient, its reason may stand before the address.
    const said = only ? words : one.words;
    const status = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(said)?.[1] ?? '';
    const own = deliveryCause(status, said);
    const cause = own === 'unspecified' ? deliveryCause(status, words) : own;
    return { address: one.address, action, cause, status, diagnostic: diagnosticIn(said) };
  });
}

/** The server's line among the words: the one with a reply code, else the first that says anything. */
function diagnosticIn(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^[\s>:;)\-*]+/, '').trim())
    .filter((line) => line.length > 3);
  const reply = lines.find(
    (line) => /(^|[^\d])[45]\d\d[ -]/.test(line) || /[45]\.\d{1,3}\.\d{1,3}/.test(line),
  );
  return (reply ?? lines.find((line) => deliveryCause('', line) !== 'unspecified') ?? lines[0] ?? '').slice(
    0,
    1000,
  );
}

const isProgram = (one: string): boolean =>
  /^(mailer-?daemon|postmaster|abuse|no-?reply|noreply|bounces?|helpdesk|support|webmaster)[@+-]/i.test(one);
