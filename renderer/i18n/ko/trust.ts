import type { DomainTrick } from '../../domain/trust/domainName.ts';
import type { trust as en } from '../en/trust.ts';

const tricks: Readonly<Record<DomainTrick, string>> = {
  mixedScripts: '여러 문자가 섞여 있습니다',
  wholeScriptLookalike: '로마자처럼 보이는 다른 문자로 쓰였습니다',
  impossibleCharacters: '실제 이름에는 없는 글자가 들어 있습니다',
  badPunycode: '올바른 국제 도메인이 아닙니다',
};

export const trust = {
  verified: (domain: string) => `${domain}에서 보낸 메일임을 내 메일 서버가 확인했습니다.`,
  unknown: '보낸 사람을 메일 서버가 확인하지 않았습니다.',
  failed: (domain: string) => `내 메일 서버에 따르면 ${domain}에서 보낸 메일이 아닙니다.`,
  noAuthor: '누가 썼는지 적혀 있지 않은 메일입니다.',
  severalAuthors: '보낸 사람이 여럿으로 적혀 있습니다.',
  severalReplyTo: '답장 주소가 여러 번 적혀 있습니다.',
  oddField: '보낸 사람이 정상적인 메일 프로그램이라면 쓰지 않는 방식으로 적혀 있습니다.',
  nameHoldsAddress: (address: string) => `이름에 ${address}가 보이지만 실제 보낸 주소가 아닙니다.`,
  trickyName: '보낸 사람 이름에 숨기거나 순서를 뒤집은 글자가 있습니다.',
  trickyDomain: (domain: string, trick: DomainTrick) => `도메인 ${domain}: ${tricks[trick]}.`,
  lookalikeDomain: (domain: string, known: string) =>
    `${domain}은(는) 아시는 ${known}과(와) 비슷해 보이지만 다른 곳입니다.`,
  ownAddress: (address: string) => `내 주소 ${address}에서 온 것처럼 꾸몄지만 아닙니다.`,
  replyElsewhere: (address: string) => `답장은 다른 곳으로 갑니다: ${address}`,
  verdict: '보낸 사람 확인',
  checks: '내 서버의 검사',
  noChecks: '내 메일 서버가 이 메일에 대해 남긴 말이 없습니다.',

  linkTitle: '정말 이곳으로 갈까요?',
  linkPhoneTitle: '이 번호로 전화할까요?',
  linkText: '링크에 적힌 글',
  linkTarget: '실제로 열리는 곳',
  linkOpen: '그래도 열기',
  linkCall: '전화 걸기',
  linkCopy: '주소 복사',
  linkCopied: '주소를 복사했습니다',
  linkNamesAnother: (named: string) => `글에는 ${named}라고 적혀 있지만 다른 곳으로 갑니다.`,
  linkUserInfo: (shown: string) => `@ 앞의 “${shown}”은(는) 꾸밈일 뿐 열리는 곳이 아닙니다.`,
  linkIpAddress: '이름이 아닌 숫자 주소로 갑니다.',
  linkDisguisedIp: '알아볼 수 없게 바꿔 쓴 숫자 주소로 갑니다.',
  linkReordered: '글자 순서를 뒤집어 다른 글처럼 보이게 했습니다.',
  linkNotOpened: (scheme: string) => `${scheme}: 으로 시작하는 주소는 메일에서 열지 않습니다.`,
  linkWarnings: (n: number) => `경고 ${n}개`,
  leadsTo: (host: string) => `이어서 ${host}`,
} satisfies typeof en;
