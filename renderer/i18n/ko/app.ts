import type { app as en } from '../en/app.ts';

export const app = {
  mail: '메일',
  outbox: '보낼 편지함',
  connections: '연결',
  accounts: '계정',
  settings: '설정',
  navigation: '화면',
  messageToolbar: '메일 명령',
  crashedTitle: '화면 일부에 문제가 생겼습니다',
  crashedHint: '메일은 안전합니다. 다시 시도해 보고, 또 생기면 나루를 다시 시작하세요.',
} satisfies typeof en;
