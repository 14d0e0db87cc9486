/** Somebody who writes. */
export interface Person {
  readonly name: string;
  readonly address: string;
  readonly korean: boolean;
}

/** Invented senders. */
export const people: readonly Person[] = [
  { name: 'Mina Dubois', address: 'mina.dubois@elsewhere.test', korean: false },
  { name: 'Tom Okafor', address: 'tom@workshop.test', korean: false },
  { name: 'René Castañeda', address: 'rene@elsewhere.test', korean: false },
  { name: 'The Paper Mill', address: 'news@papermill.test', korean: false },
  { name: '김하늘', address: 'haneul@sample.test', korean: true },
  { name: '박서준', address: 'seojun.park@sample.test', korean: true },
];

/** Invented subjects; those in Korean can be written in EUC-KR. */
export const subjects = {
  english: [
    'Lunch on Thursday',
    'The boat is ready',
    'Minutes of the meeting',
    'Invoice 2026',
    'Café plans',
    'Read this before the trip',
  ],
  korean: [
    '회의 일정 안내',
    '주말 등산 어때요',
    '견적서 보내드립니다',
    '사진 잘 받았습니다',
    '다음 주 발표 자료 검토를 부탁드립니다',
  ],
} as const;

export const sentences: readonly string[] = [
  'The first draft lies on the table in the hall.',
  'Could you bring the small ladder when you come?',
  'We counted twice and both counts agree.',
  'Nothing is decided until everyone has seen the figures.',
  'The train leaves at seven, so we should meet a little before.',
  'Thank you for the recipe; the second attempt was edible.',
  'I have moved the appointment to the following week.',
  'There is a draught from the window that nobody has explained.',
];

export const koreanSentences: readonly string[] = [
  '안녕하세요, 잘 지내셨나요?',
  '첨부한 자료를 확인해 주시기 바랍니다.',
  '내일 오후 세 시에 회의실에서 뵙겠습니다.',
  '비가 오면 일정을 다음 주로 미루겠습니다.',
  '답장은 천천히 주셔도 괜찮습니다.',
  '지난번에 말씀드린 책을 찾았습니다.',
];
