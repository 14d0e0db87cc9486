import type { firstScreen as en } from '../en/firstScreen.ts';

export const firstScreen = {
  title: '메일이 닿는 조용한 나루',
  lead: '모든 계정을 차분한 창 하나에. 메일은 이 컴퓨터에 남고, 오프라인에서도 열리며, 읽었다는 사실이 밖으로 새지 않습니다.',
  addAccount: '계정 추가하기',
  addAccountHint: 'IMAP이나 POP3, 어느 메일이든',
  tryDemo: '데모로 둘러보기',
  tryDemoHint: '계정 없이 작은 우편 세상으로',
  starting: '데모를 시작하는 중…',
} satisfies typeof en;
