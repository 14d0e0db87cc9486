import type { settings as english } from '../en/settings.ts';

export const settings = {
  title: '설정',
  language: '언어',
  languages: { system: '시스템과 같게', en: 'English', ko: '한국어' },
  theme: '모양',
  themes: { system: '시스템과 같게', light: '밝게', dark: '어둡게' },
  density: '간격',
  densities: { comfortable: '여유 있게', compact: '촘촘하게' },
  densityHint: {
    comfortable: '메일마다 세 줄, 여백 넉넉히',
    compact: '메일마다 두 줄, 더 많은 메일',
  },
  undoSend: '보내기를 되돌릴 수 있는 시간',
  undoSendHint: '메일이 이만큼 기다렸다가 나갑니다.',
  undoSeconds: (n: number) => (n === 0 ? '바로 보내기' : `${n}초`),
  changed: '설정을 바꿨습니다',
  secrets: '비밀번호',
  secretsKept: {
    keychain: '운영 체제의 키체인에 들어 있습니다.',
    passphrase: '암호 문구로 암호화한 파일에 들어 있습니다.',
    file: '이 컴퓨터에서 내 사용자 계정만 읽을 수 있는 파일에 들어 있습니다.',
  },
  version: (version: string) => `나루 ${version}`,
} satisfies typeof english;
