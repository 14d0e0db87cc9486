import type { demo as english } from '../en/demo.ts';

export const demo = {
  title: '데모 세계',
  lead: '이 컴퓨터 안의 두 메일 서버입니다. 하나를 끄고 메일을 보내 다른 서버의 대기열을 지켜보세요.',
  running: (domain: string) => `${domain} 서버 켜짐`,
  up: '켜짐',
  down: '꺼짐',
  users: (names: string) => `메일함: ${names}`,
  queueTitle: (domain: string) => `${domain} 대기열`,
  queueEmpty: '대기열이 비어 있습니다.',
  from: '보낸 사람',
  to: '받는 사람',
  subject: '제목',
  attempts: '시도',
  next: '다음 시도',
  error: '마지막 답',
  waiting: (n: number) => `메일 ${n}통 대기`,
  notRunning: '데모 세계가 돌고 있지 않습니다.',
  start: '데모 세계 시작',
} satisfies typeof english;
