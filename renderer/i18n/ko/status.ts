import type { status as en } from '../en/status.ts';

export const status = {
  title: '상태',
  upToDate: '최신 상태',
  syncing: (done: number, total: number) =>
    `메일 가져오는 중: ${total.toLocaleString('ko')}통 중 ${done.toLocaleString('ko')}통`,
  connecting: '연결하는 중…',
  offline: '오프라인입니다. 이 컴퓨터에 있는 메일은 그대로 읽을 수 있고, 변경은 나중에 보냅니다.',
  offlineShort: '오프라인',
  hostGone: '메일 엔진이 답하지 않습니다. 이 컴퓨터에 있는 메일은 그대로 읽을 수 있습니다.',
  accountOffline: (label: string) => `‘${label}’ 계정이 오프라인입니다`,
  attention: (label: string) => `‘${label}’ 계정을 확인해 주세요`,
  pending: (n: number) => `보낼 변경 ${n.toLocaleString('ko')}개`,
  parked: (n: number) => `적용하지 못한 변경 ${n.toLocaleString('ko')}개`,
} satisfies typeof en;
