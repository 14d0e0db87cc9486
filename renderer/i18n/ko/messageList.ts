import type { messageList as en } from '../en/messageList.ts';

export const messageList = {
  title: '메일 목록',
  noSubject: '(제목 없음)',
  noSender: '(보낸 사람 없음)',
  to: (name: string) => `받는 사람: ${name}`,
  noRecipient: '(받는 사람 없음)',
  unread: '안 읽음',
  starred: '별표',
  answered: '답장함',
  forwarded: '전달함',
  hasAttachments: (n: number) => `첨부 ${n}개`,
  count: (n: number) => n.toLocaleString('ko'),
  selected: (n: number) => `${n.toLocaleString('ko')}통 선택`,
  unreadCount: (n: number) => `안 읽음 ${n.toLocaleString('ko')}`,
  emptyTitle: '비어 있습니다',
  emptyHint: '이 메일함에는 메일이 없습니다.',
  emptyInboxTitle: '모두 읽었습니다',
  emptyInboxHint: '새 메일이 이곳에 닿습니다.',
  noFolderTitle: '메일함을 고르세요',
  backfill: (done: number, total: number) =>
    `메일 ${total.toLocaleString('ko')}통 중 ${done.toLocaleString('ko')}통`,
  firstSyncTitle: '메일을 가져오는 중',
} satisfies typeof en;
