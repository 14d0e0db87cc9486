import { PartId, type Address, type AttachmentInfo } from '../../../preload/contract/index.ts';

export interface Letter {
  readonly from: Address;
  readonly to?: readonly Address[] & Address[];
  readonly cc?: Address[];
  readonly subject: string;
  readonly preview?: string;
  readonly text?: string;
  readonly html?: string;
  readonly flags?: string[];
  readonly attachments?: AttachmentInfo[];
  readonly isMissing?: boolean;
}

export const people: readonly Address[] = [
  { name: 'Bob Martin', address: 'bob@hamburger.edu' },
  { name: '김나루', address: 'naru.kim@example.kr' },
  { name: 'Élodie Crêpe', address: 'elodie@crepes.fr' },
  { name: 'Hamburger University Library', address: 'library@hamburger.edu' },
  { name: '', address: 'no-reply@parcel.example' },
];

const file = (part: string, name: string, type: string, sizeBytes: number): AttachmentInfo => ({
  partId: PartId.parse(part),
  name,
  type,
  sizeBytes,
  contentId: null,
  inline: false,
});

const newsletter = `<html><head><style>
  .hero { background: #20434a url(https://track.example/bg.png); color: #fff; padding: 28px; border-radius: 8px }
  .card { background-color: #f3efe6; padding: 16px; margin-top: 16px }
  @import url("https://track.example/x.css");
  .leak { background-image: \\75rl(https://track.example/escaped.png) }
</style></head><body bgcolor="#ffffff">
<table width="600" align="center" cellpadding="0" cellspacing="0"><tr><td>
<div class="hero"><h1 style="margin:0;font-size:26px">River notes, November</h1><p>What the water brought this month.</p></div>
<div class="card"><h2 style="margin:0 0 8px">New timetable</h2><p>The early boat now leaves at 6:40. <a href="https://ferry.example/timetable?utm=1">See all times</a> or <a href="javascript:alert(1)">do not</a>.</p></div>
<div class="card leak"><h2 style="margin:0 0 8px">강가의 가을</h2><p>나루터에 단풍이 내려앉았습니다. 이번 주말에는 마지막 배가 한 시간 늦게 떠납니다.</p></div>
<img src="https://track.example/pixel.gif" width="1" height="1"><img src="https://cdn.example/photo.jpg" alt="The landing at dawn">
<p style="color:#777;font-size:12px">You get this because you asked for it. <a href="mailto:leave@ferry.example?subject=Unsubscribe">Unsubscribe</a></p>
</td></tr></table></body></html>`;

/** The newest letters of the inbox; each is there for something that has broken a layout before. */
export const letters: readonly Letter[] = [
  {
    from: { name: '김나루', address: 'naru.kim@example.kr' },
    subject: '강변 나루터 복원 사업 — 다음 주 화요일 회의 자료를 보냅니다',
    flags: [],
    cc: [{ name: 'Bob Martin', address: 'bob@hamburger.edu' }],
    attachments: [
      file('2', '나루터 복원 계획서 (최종).pdf', 'application/pdf', 2_413_552),
      file('3', '예산.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 48_120),
      file('4', '현장 사진.zip', 'application/zip', 18_400_121),
    ],
    text: `앨리스 님, 안녕하세요.

다음 주 화요일 오후 두 시에 나루터에서 만나기로 한 회의 자료를 보냅니다. 계획서 3장에 옛 선착장의 돌계단을 그대로 살리는 안을 새로 넣었으니 먼저 읽어 봐 주세요.

사진은 지난주 물이 빠졌을 때 찍은 것입니다. 더 큰 사진은 https://example.kr/photos/naru 에 있습니다.

고맙습니다.
김나루 드림

> 2026년 11월 18일, 앨리스 씀:
> 자료가 준비되면 보내 주세요. 회의 전에 읽어 두겠습니다.
> 그리고 예산표도 함께 있으면 좋겠습니다.
> 돌계단은 꼭 남기고 싶어요.
> 물이 들었을 때와 빠졌을 때 사진이 다 필요합니다.
> 앨리스`,
  },
  {
    from: { name: 'Bob Martin', address: 'bob@hamburger.edu' },
    subject: 'Re: Saturday on the river?',
    flags: ['\\Seen', '\\Answered', '\\Flagged'],
    html: `<p>Hi Alice,</p><p>Saturday works. I will bring the <b>good</b> thermos and the small boat is free until four. Meet at the lower landing, the one with the willow?</p><p>If it rains we take the tram to the museum instead, they have the <a href="https://museum.example/ferries">ferry models</a> out again.</p><p>Bob</p><blockquote>On Thursday Alice wrote:<br>Are you free on Saturday? The water should be calm.</blockquote>`,
    preview: 'Saturday works. I will bring the good thermos and the small boat is free until four.',
  },
  {
    from: { name: 'River Notes', address: 'notes@ferry.example' },
    subject: 'River notes, November: new timetable, autumn on the bank',
    flags: [],
    html: newsletter,
    preview: 'What the water brought this month. The early boat now leaves at 6:40.',
  },
  {
    from: { name: 'مريم الخطيب', address: 'maryam@example.org' },
    subject: 'مرحبا من الميناء: صور الرحلة الأخيرة 🚢🌊',
    text: 'السلام عليكم\n\nأرسل لكم صور الرحلة.',
    attachments: [file('2', 'photo.jpg', 'image/jpeg', 812_000)],
  },
  {
    from: { name: '', address: 'no-reply@parcel.example' },
    subject: '',
    text: 'Your parcel waits at the landing until Friday.',
  },
  {
    from: {
      name: 'The Extraordinarily Long Department Name of the Royal Institute for Inland Waterways and Harbours',
      address: 'office@waterways.example',
    },
    subject:
      'A subject that goes on and on because somebody pasted the first paragraph of the letter into it and nobody ever told them that a subject is not the place for that, and so it continues 🙃 with-a-very-long-unbroken-word-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    to: Array.from({ length: 40 }, (_, index) => ({
      name: `Recipient ${index}`,
      address: `r${index}@example.org`,
    })),
    text: 'Short body.\n\nRegards',
    flags: ['\\Seen', '$Forwarded'],
  },
  {
    from: { name: 'Élodie Crêpe', address: 'elodie@crepes.fr' },
    subject: 'Not brought in yet',
    preview: '',
    isMissing: true,
  },
];
