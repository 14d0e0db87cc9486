import { josa } from 'es-hangul';
import type { MailErrorData } from '../../../preload/contract/index.ts';
import type { ErrorSentences } from '../ErrorSentence.ts';

/** Host names are Latin: their particle follows the written form in brackets, so the word 서버 carries it. */
const server = (e: MailErrorData): string => (e.host === undefined ? '서버' : `${e.host} 서버`);
const said = (e: MailErrorData): string =>
  e.serverReply === undefined ? '' : ` 서버의 말: “${e.serverReply}”`;
const subject = (e: MailErrorData, fallback: string): string =>
  e.subject === undefined || e.subject === '' ? fallback : `‘${e.subject}’`;
const withJosa = (e: MailErrorData, fallback: string, particles: '이/가' | '은/는' | '을/를'): string => {
  if (e.subject === undefined || e.subject === '') return josa(fallback, particles);
  // The quotation mark stands between word and particle: choose by the word, write after the mark.
  return `‘${e.subject}’${josa.pick(e.subject, particles)}`;
};

const restart = '다시 시도해 보세요. 계속되면 나루를 다시 시작하고 알려 주세요.';

export const errors: ErrorSentences = {
  invalidRequest: () => ({ title: '메일 엔진이 알아듣지 못한 요청이 있습니다', hint: restart }),
  unknownMethod: () => ({
    title: '메일 엔진과 이 창의 버전이 다릅니다',
    hint: '나루를 완전히 닫았다가 다시 시작하세요.',
  }),
  cancelled: () => ({ title: '취소했습니다', hint: '바뀐 것은 없습니다. 원할 때 다시 시작하세요.' }),
  deadlineExceeded: (e) => ({
    title: `${server(e)}가 너무 오래 답하지 않았습니다`,
    hint: '나루가 스스로 다시 시도합니다. 계속되면 인터넷 연결을 확인하세요.',
  }),
  disconnected: () => ({
    title: '메일 엔진이 답하지 않습니다',
    hint: '이 컴퓨터에 있는 메일은 그대로 읽을 수 있습니다. 돌아오지 않으면 나루를 다시 시작하세요.',
  }),
  notSupported: () => ({
    title: '여기서는 할 수 없는 일입니다',
    hint: '서버나 지금의 실행 방식이 이 기능을 지원하지 않습니다.',
  }),
  unexpected: (e) => ({ title: '예상하지 못한 문제가 생겼습니다', hint: `${restart} (${e.message})` }),

  'network.hostNotFound': (e) => ({
    title: `${server(e)}를 찾을 수 없습니다`,
    hint: '서버 이름에 오타가 없는지, 인터넷에 연결되어 있는지 확인하세요.',
  }),
  'network.refused': (e) => ({
    title: `${server(e)}가 ${e.port === undefined ? '' : `${e.port}번 포트의 `}연결을 거절합니다`,
    hint: '포트 번호를 확인하거나 잠시 기다리세요. 서버가 잠깐 꺼져 있을 수 있습니다.',
  }),
  'network.timeout': (e) => ({
    title: `${server(e)}가 답하지 않습니다`,
    hint: '서버 이름과 포트를 확인하고, 방화벽이 막고 있지 않은지 살펴보세요.',
  }),
  'network.unreachable': (e) => ({
    title: `${server(e)}에 닿을 수 없습니다`,
    hint: '인터넷 연결을 확인하세요. 연결되면 나루가 스스로 이어서 합니다.',
  }),
  'network.closed': (e) => ({
    title: `${server(e)}가 연결을 끊었습니다`,
    hint: '나루가 스스로 다시 연결합니다.',
  }),
  'tls.selfSigned': (e) => ({
    title: `${server(e)}가 스스로 만든 인증서를 보여 줍니다`,
    hint: '아무도 보증하지 않는 인증서입니다. 내 서버이고 지문을 견주어 볼 수 있을 때만 믿으세요.',
  }),
  'tls.expired': (e) => ({
    title: `${server(e)}의 인증서가 만료되었습니다`,
    hint: '컴퓨터의 날짜를 확인하세요. 맞다면 서버 관리자가 인증서를 새로 받아야 합니다.',
  }),
  'tls.wrongHost': (e) => ({
    title: `보여 준 인증서가 ${server(e)}의 것이 아닙니다`,
    hint: '서버 이름을 확인하세요. 정확한 이름은 메일 회사의 도움말에 있습니다.',
  }),
  'tls.untrusted': (e) => ({
    title: `${server(e)}를 보증하는 믿을 만한 기관이 없습니다`,
    hint: '낯선 네트워크라면 멈추세요. 누구의 인증서인지 알 때만 믿으세요.',
  }),
  'tls.changed': (e) => ({
    title: `${server(e)}의 인증서가 전에 믿은 것과 다릅니다`,
    hint: '두 지문을 견주어 보세요. 서버가 바꾼 것이 아니라면 누군가 엿듣고 있을 수 있으니 멈추세요.',
  }),
  'tls.handshake': (e) => ({
    title: `${server(e)}와 안전하게 연결하지 못했습니다`,
    hint: '포트와 암호화를 확인하세요. 993·995·465는 TLS, 143·110·587은 STARTTLS입니다.',
  }),
  'tls.notOffered': (e) => ({
    title: `${server(e)}가 이 포트에서 암호화를 지원하지 않습니다`,
    hint: 'TLS 포트(993, 995, 465)를 쓰세요. 비밀번호는 보내지 않았습니다.',
  }),

  'auth.wrongPassword': (e) => ({
    title: `${server(e)}가 아이디나 비밀번호를 받아들이지 않았습니다`,
    hint: `둘 다 확인하세요. 메일 회사 설정에서 만든 앱 비밀번호가 필요한 곳이 많습니다.${said(e)}`,
  }),
  'auth.refused': (e) => ({
    title: `${server(e)}가 이 계정의 접속을 막았습니다`,
    hint: `메일 회사 설정에서 IMAP이나 POP3를 켰는지 확인하세요.${said(e)}`,
  }),
  'auth.mechanism': (e) => ({
    title: `${server(e)}가 다른 로그인 방식을 원합니다`,
    hint: '계정 설정에서 로그인 방식을 바꾸세요.',
  }),
  'auth.unavailable': (e) => ({
    title: `${server(e)}가 지금은 비밀번호를 확인하지 못합니다`,
    hint: `서버 쪽 문제입니다. 나루가 스스로 다시 시도합니다.${said(e)}`,
  }),
  'secret.missing': () => ({
    title: '이 계정의 비밀번호가 저장되어 있지 않습니다',
    hint: '계정을 열고 다시 입력하세요.',
  }),
  'secret.locked': () => ({
    title: '비밀번호 보관함이 잠겨 있습니다',
    hint: '시스템 키체인을 열거나, 나루를 다시 시작해 암호를 입력하세요.',
  }),

  'protocol.garbage': (e) => ({
    title: `${server(e)}가 메일이 아닌 것으로 답합니다`,
    hint: '포트를 확인하세요. 다른 서비스의 포트일 수 있습니다.',
  }),
  'protocol.tooLarge': (e) => ({
    title: `${server(e)}가 받을 수 있는 것보다 많이 보냈습니다`,
    hint: '잃은 것은 없고 서버에 남아 있습니다. 메일 회사의 웹 메일에서 여세요.',
  }),
  'protocol.unexpected': (e) => ({
    title: `${server(e)}가 약속된 순서와 다르게 움직였습니다`,
    hint: `나루가 다시 시도합니다. 오간 말은 ‘연결’ 화면에서 볼 수 있습니다.${said(e)}`,
  }),

  'mail.folderNotFound': (e) => ({
    title: `${withJosa(e, '이 메일함', '이/가')} 서버에 없습니다`,
    hint: '다른 메일함을 고르세요. 목록을 새로 가져오고 있습니다.',
  }),
  'mail.folderExists': (e) => ({
    title: `${withJosa(e, '같은 이름의 메일함', '이/가')} 이미 있습니다`,
    hint: '다른 이름을 지어 주세요.',
  }),
  'mail.messageGone': () => ({
    title: '메일이 더는 그곳에 없습니다',
    hint: '다른 곳에서 옮겼거나 삭제했습니다. 휴지통이나 보관함을 살펴보세요.',
  }),
  'mail.uidValidityChanged': () => ({
    title: '서버가 이 메일함을 새로 만들었습니다',
    hint: '나루가 처음부터 다시 읽습니다. 보내지 못한 변경은 결정을 기다립니다.',
  }),
  'mail.readOnly': (e) => ({
    title: `${withJosa(e, '이 메일함', '은/는')} 읽기만 할 수 있습니다`,
    hint: '바꿀 수 있는 권한을 메일함 주인에게 부탁하세요.',
  }),
  'mail.overQuota': (e) => ({
    title: `${server(e)}의 메일함이 가득 찼습니다`,
    hint: '큰 메일을 지우거나 옮긴 뒤 휴지통을 비우세요.',
  }),
  'mail.refused': (e) => ({
    title: `${server(e)}가 이 변경을 거절했습니다`,
    hint: `메일은 그대로 있습니다.${said(e)}`,
  }),
  'mail.inUse': () => ({
    title: '다른 프로그램이 이 메일함을 쓰고 있습니다',
    hint: '그쪽을 닫거나 기다리세요. 나루가 스스로 다시 시도합니다.',
  }),

  'smtp.senderRefused': (e) => ({
    title: `${server(e)}가 ${subject(e, '이 주소')}로 보내는 것을 허락하지 않습니다`,
    hint: `보내는 주소를 바꾸거나 메일 회사에서 이 주소를 허용하세요.${said(e)}`,
  }),
  'smtp.recipientRefused': (e) => ({
    title: `${withJosa(e, '받는 사람', '이/가')} 거절되었습니다`,
    hint: `주소에 오타가 없는지 확인하세요.${said(e)}`,
  }),
  'smtp.messageRefused': (e) => ({
    title: `${server(e)}가 메일을 거절했습니다`,
    hint: `문제 되는 부분을 고쳐 다시 보내세요.${said(e)}`,
  }),
  'smtp.tooLarge': (e) => ({
    title: `${server(e)}가 받기에는 메일이 너무 큽니다`,
    hint: '파일을 여러 메일로 나누거나 링크로 공유하세요.',
  }),
  'smtp.deferred': (e) => ({
    title: `${server(e)}가 나중에 다시 보내 달라고 합니다`,
    hint: `나루가 스스로 다시 보냅니다.${said(e)}`,
  }),
  'smtp.outcomeUnknown': (e) => ({
    title: `${server(e)}가 메일을 받았지만 확인해 주지 않았습니다`,
    hint: '이미 보내졌을 수 있습니다. 다시 보내기 전에 보낸 편지함을 보거나 받는 사람에게 물어보세요.',
  }),
  'smtp.gaveUp': (e) => ({
    title: '여러 번 시도했지만 보내지 못했습니다',
    hint: `메일은 보관되어 있습니다. 보낼 편지함에서 열어 고친 뒤 다시 보내세요.${said(e)}`,
  }),
  'address.invalid': (e) => ({
    title: `${withJosa(e, '이것', '은/는')} 메일 주소가 아닙니다`,
    hint: 'name@example.org와 같은 모양이어야 합니다.',
  }),

  'store.diskFull': () => ({
    title: '디스크가 가득 찼습니다',
    hint: '공간을 비워 주세요. 이곳에 안전하게 저장하기 전에는 서버에서 아무것도 지우지 않습니다.',
  }),
  'store.ioError': (e) => ({
    title: '파일을 읽거나 쓰지 못했습니다',
    hint: `디스크와 나루 폴더의 권한을 확인하세요. (${e.message})`,
  }),
  'store.corrupt': (e) => ({
    title: '메일 저장소 일부가 손상되었습니다',
    hint: `읽을 수 있는 부분은 지켰습니다. 백업에서 나루 폴더를 되살리세요. (${e.message})`,
  }),
  'store.locked': () => ({
    title: '나루가 이미 이 메일 폴더로 실행되고 있습니다',
    hint: '열려 있는 창을 쓰거나 먼저 종료하세요.',
  }),
  'account.unknown': () => ({
    title: '없는 계정입니다',
    hint: '다른 창에서 삭제되었을 수 있습니다. 다른 계정을 고르세요.',
  }),
  'account.exists': (e) => ({
    title: `${withJosa(e, '이 계정', '은/는')} 이미 등록되어 있습니다`,
    hint: '설정을 바꾸려면 ‘계정’에서 여세요.',
  }),
  'draft.unknown': () => ({
    title: '없는 초안입니다',
    hint: '다른 창에서 보냈거나 버렸을 수 있습니다.',
  }),
  'outbox.unknown': () => ({
    title: '보낼 편지함에 없는 메일입니다',
    hint: '보낸 편지함을 살펴보세요. 이미 보냈을 것입니다.',
  }),
  'outbox.wrongState': () => ({
    title: '이미 늦었습니다',
    hint: '메일이 벌써 다음 단계로 넘어갔습니다. 지금 상태는 보낼 편지함에 있습니다.',
  }),
  'blob.unknown': (e) => ({
    title: `${withJosa(e, '이 파일', '이/가')} 더는 없습니다`,
    hint: '다시 첨부하세요.',
  }),
};
