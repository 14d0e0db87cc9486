import type { folders as en } from '../en/folders.ts';

export const folders = {
  title: '메일함',
  roles: {
    inbox: '받은 편지함',
    drafts: '임시 보관함',
    sent: '보낸 편지함',
    archive: '보관함',
    junk: '스팸함',
    trash: '휴지통',
    all: '전체 메일',
    flagged: '별표 메일',
  },
  unread: (n: number) => `안 읽은 메일 ${n.toLocaleString('ko')}통`,
  expand: '펼치기',
  collapse: '접기',
  none: '아직 메일함이 없습니다',
  noneHint: '서버가 답하면 바로 나타납니다.',
  state: {
    offline: '오프라인',
    connecting: '연결하는 중…',
    online: '연결됨',
    needsAttention: '확인이 필요합니다',
  },
  messages: (n: number) => `메일 ${n.toLocaleString('ko')}통`,
} satisfies typeof en;
