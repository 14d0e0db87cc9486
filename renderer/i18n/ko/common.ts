import type { common as en } from '../en/common.ts';

export const common = {
  appName: '나루',
  close: '닫기',
  cancel: '취소',
  save: '저장',
  back: '뒤로',
  tryAgain: '다시 시도',
  undo: '실행 취소',
  more: '더 보기',
  loading: '불러오는 중…',
  notifications: '알림',
  resizePanes: '창 너비 조절',
} satisfies typeof en;
