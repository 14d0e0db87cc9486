import type { DeliveryCause } from '../../../preload/contract/index.ts';

/** Enhanced codes (RFC 3463, the IANA registry) by their subject and detail; the class says only how lasting it is. */
const bySubject: Readonly<Record<string, DeliveryCause>> = {
  '1.1': 'unknownAddress',
  '1.2': 'unknownDomain',
  '1.3': 'addressForm',
  '1.4': 'unknownAddress',
  '1.6': 'unknownAddress',
  '1.7': 'addressForm',
  '1.8': 'policy',
  '1.10': 'unknownDomain',
  '2.1': 'mailboxDisabled',
  '2.2': 'mailboxFull',
  '2.3': 'tooLarge',
  '2.4': 'unknownAddress',
  '3.1': 'mailboxFull',
  '3.2': 'busy',
  '3.4': 'tooLarge',
  '4.1': 'unreachable',
  '4.2': 'unreachable',
  '4.3': 'unreachable',
  '4.4': 'unknownDomain',
  '4.5': 'busy',
  '4.6': 'loop',
  '4.7': 'expired',
  '5.3': 'rateLimited',
  '6.0': 'content',
  '6.1': 'content',
  '6.3': 'content',
  '7.8': 'authentication',
  '7.20': 'authentication',
  '7.23': 'authentication',
  '7.25': 'authentication',
  '7.26': 'authentication',
  '7.27': 'unknownDomain',
  '7.28': 'rateLimited',
  '7.60': 'policy',
};

/** What servers write, in the languages they write it in; the first that fits counts. */
const byWords: readonly (readonly [DeliveryCause, RegExp])[] = [
  // Said of addresses that are well: before everything that speaks of addresses.
  ['busy', /gr[ae]y ?-?list/i],
  [
    'mailboxFull',
    /mail ?box (is |was )?(full|quota)|over ?quota|quota (is )?(exceed|full)|exceed\w* (the |its |their |storage |mailbox |disk |mail )*(quota|limit of storage|storage)|insufficient (disk|system|mailbox) (space|storage)|out of (disk )?(space|storage)|inbox is full|메일함(이|의)?[^\n]{0,20}(용량|가득|초과|꽉)|편지함[^\n]{0,20}(가득|용량|초과)|용량[이을]? ?(초과|부족)|容量(を|が)?[^\n]{0,10}(超|不足|いっぱい)|メールボックスが(いっぱい|一杯|満杯)|邮箱已满|邮箱空间不足/i,
  ],
  [
    'tooLarge',
    /(message|mail|size)[^\n]{0,40}(too (large|big)|exceeds? [^\n]{0,40}(size|limit|maximum))|maximum (message )?size|too large|크기[^\n]{0,10}(초과|제한)|サイズ[^\n]{0,15}(超|制限)/i,
  ],
  [
    'authentication',
    /\b(spf|dkim|dmarc)\b|unauthenticated (e?mail|sender)|sender verif|not authenticated|reverse dns|\bptr record/i,
  ],
  [
    'spam',
    /\bspam|junk mail|blacklist|black list|block(ed)? ?list|\brbl\b|\bdnsbl\b|spamhaus|barracuda|reputation|unsolicited|content (was )?reject|스팸|광고성|수신 ?거부|차단|迷惑メール|受信拒否|拒否され|垃圾邮件/i,
  ],
  [
    'relayDenied',
    /relay(ing)? (access )?(denied|not (allowed|permitted)|prohibited)|unable to relay|not permitted to relay/i,
  ],
  [
    'mailboxDisabled',
    /(mail ?box|account|user|recipient|address)[^\n]{0,30}(disabled|inactive|suspended|deactivated|not (active|accepting)|expired|locked|closed|dormant)|no longer (in use|active|available|works)|휴면|사용[이을]? ?(중지|정지)|이용[이을]? ?(정지|제한)|탈퇴|停止され|解約/i,
  ],
  [
    'unknownDomain',
    /host (or domain name )?(was )?not found|domain name not found|domain (does ?n[o']t|not) (exist|found)|nxdomain|no (mx|mail exchanger)|name service error|unknown (host|domain)|couldn't find any host|dns (error|lookup)|bad destination (system|domain)|도메인[^\n]{0,15}(없|찾을 수|잘못)|ドメイン[^\n]{0,15}(存在|見つか|不明)/i,
  ],
  [
    'unknownAddress',
    /user (is )?unknown|no ?such ?user|not a registered|unknown (e-?mail|user|recipient|address|local|mailbox)|no such (user|recipient|mailbox|address|person|local user)|does ?n[o']t (exist|have an? [^\n]{0,40}account)|not (be )?found|user not known|invalid (recipient|mailbox|user|address)|mail ?box (is )?(unavailable|not available|unknown|not found)|recipient (address )?(was )?(rejected|not recognized|unknown)|name is not recognized|addresses? (couldn't|could not|wasn't|was not) (be )?found|not listed in|unrouteable address|bad destination mailbox|이메일 주소[^\n]{0,20}(없|찾을 수|잘못)|존재하지 않|없는 (계정|사용자|주소|아이디|수신자)|수신자[가를]? ?(없|찾을 수)|찾을 수 없|등록되지 않은|宛先[^\n]{0,20}(不明|見つか|存在し)|存在しま?せん|ユーザー?が?(不明|見つか)|見つかりません|用户不存在|收件人不存在/i,
  ],
  ['loop', /mail loop|too many hops|routing loop|hop count|메일 ?루프|ループ/i],
  [
    'rateLimited',
    /rate ?limit|too many (messages|connections|recipients|mails|concurrent)|daily (sending )?(limit|quota)|throttl|receiving mail (too quickly|at a rate)|대량|발송 제한|送信制限/i,
  ],
  [
    'busy',
    /grey ?list|temporarily (deferred|unavailable|rejected|rejecting)|try again later|server (is )?busy|일시적|一時的/i,
  ],
  [
    'expired',
    /retry time(out)? exceeded|(message|time) expired|queue (too long|lifetime)|retry timeout|giving up|maximum time|재시도 시간|期限/i,
  ],
  [
    'unreachable',
    /connection (timed out|refused|reset|dropped)|connect(ing)? to [^\n]{0,80}(timed? ?out|refused|failed)|(host|network|server)[^\n]{0,20}unreachable|no route to host|timed out|\btime-?out\b|could ?n[o']t (be )?connect|unable to connect|not respond|연결[^\n]{0,15}(실패|못|수 없|거부)|응답하지|응답이 없|接続(でき|に失敗|が拒否)|応答/i,
  ],
  [
    'addressForm',
    /bad address syntax|malformed address|illegal address|syntax error in (address|recipient)|주소 형식|形式が/i,
  ],
  [
    'content',
    /virus|malware|malicious|attachment (type|not allowed)|forbidden (attachment|content)|바이러스|악성|ウイルス/i,
  ],
  [
    'policy',
    /policy|not (allowed|authorized|permitted)|access denied|denied|restricted|prohibited|only accepts|권한|정책|許可され/i,
  ],
];

/** The cause by status code and words: exact codes first, then words, then whatever the code says at least. */
export function deliveryCause(status: string, words: string): DeliveryCause {
  const [, subject = '', detail = ''] = /^[245]\.(\d{1,3})\.(\d{1,3})$/.exec(status) ?? [];
  const exact = own(bySubject, `${subject}.${detail}`);
  const said = byWords.find(([, pattern]) => pattern.test(words.slice(0, 4000)))?.[0];
  // "Host unknown", "relaying denied" and a full mailbox come with any code; so does "user unknown" with a bare 5.1.x.
  if (exact !== undefined && !isVague(`${subject}.${detail}`)) return exact;
  return said ?? exact ?? byClass(subject) ?? 'unspecified';
}

/** Codes that servers use for everything. */
const isVague = (detail: string): boolean =>
  ['1.10', '4.7', '4.1', '2.1', '1.8', '6.0', '3.2', '4.2'].includes(detail);

function byClass(subject: string): DeliveryCause | undefined {
  return own({ '1': 'unknownAddress', '4': 'unreachable', '6': 'content', '7': 'policy' } as const, subject);
}

function own<V>(table: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
