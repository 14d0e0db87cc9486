import { drawPicture } from './pictures.ts';
import { RECIPES_FOLDER, type StoryThread } from './storyTypes.ts';

const pictureOf = (name: string, motif: Parameters<typeof drawPicture>[0]) => ({
  name,
  type: 'image/png',
  bytes: drawPicture(motif),
  contentId: `${motif}-${name.length}@seed`,
});

/** Friends in Korea, where buckwheat is called memil. */
export const koreanThreads = (): readonly StoryThread[] => [
  {
    subject: '안녕하세요, 렌에서 뵈었던 한민지입니다',
    daysAgo: 615,
    among: ['minji', 'alice'],
    posts: [
      {
        by: 'minji',
        afterHours: 0,
        text: '앨리스 님께\n\n지난달 렌에 갔을 때 사흘 내내 찾아갔던 한민지입니다. 사흘째 되는 날 “또 오셨네요” 하고 웃어 주셔서 얼마나 반가웠는지 모릅니다.\n\n저는 전주에서 작은 찻집을 하고 있습니다. 봉평에서 메밀 농사를 짓는 친구가 있어 메밀가루를 조금 보내 드리려고 합니다. 괜찮으시다면 주소를 알려 주세요.\n\n한민지 드림',
      },
      {
        by: 'alice',
        afterHours: 10,
        text: 'Chère Minji,\n\nI read your letter slowly, with a dictionary and with Jiwoo from the bakery next door, and then I read it again. Of course I remember: you drew every plate before you ate it.\n\nPlease send the flour. The address is on the menu you kept.\n\nAlice',
      },
      {
        by: 'minji',
        afterHours: 13,
        text: '앨리스 님,\n\n답장을 받고 가게 문을 닫은 뒤에도 한참 웃었습니다. 메밀가루 2킬로그램을 오늘 부쳤습니다. 체에 한 번 더 내려서 쓰시면 향이 더 좋습니다.\n\n민지 드림',
        picture: pictureOf('메밀꽃.png', 'field'),
      },
    ],
  },
  {
    subject: '메밀전병과 갈레트',
    daysAgo: 470,
    among: ['minji', 'alice', 'jaewon'],
    folder: RECIPES_FOLDER,
    starred: true,
    posts: [
      {
        by: 'minji',
        afterHours: 0,
        text: '앨리스 님, 약속했던 메밀전병 레시피입니다.\n\n메밀가루 200g, 물 400ml, 소금 한 꼬집. 반죽은 한 시간만 쉬게 합니다.\n소: 신김치, 두부, 당면, 숙주. 물기를 꼭 짜는 것이 비결입니다.\n\n얇게 부쳐서 김이 오르면 바로 말아 주세요. 식으면 말을 듣지 않습니다.\n\n민지',
      },
      {
        by: 'jaewon',
        afterHours: 3,
        text: '서재원입니다. 한 가지만 보태겠습니다.\n\n햇메밀은 물을 조금 덜 잡으셔야 합니다. 작년 가루보다 1할쯤 적게 넣어 보세요. 반죽이 먼저 말해 줍니다.\n\n재원 드림',
      },
      {
        by: 'alice',
        afterHours: 26,
        text: '민지 씨, 재원 씨, 고맙습니다!\n\n(Jiwoo checked my spelling.) We rolled forty of them on Sunday, with kimchi from the Tuesday market. Half of Rennes now thinks I have been to Jeonju.\n\nAlice',
      },
    ],
  },
  {
    subject: '올해 첫 수확 소식',
    daysAgo: 388,
    among: ['jaewon', 'alice', 'minji'],
    posts: [
      {
        by: 'jaewon',
        afterHours: 0,
        text: '두 분께\n\n어제 첫 메밀을 베었습니다. 비가 늦게까지 와서 걱정했는데 알이 생각보다 잘 여물었습니다. 성적표를 첨부합니다.\n\n봉평에서 재원 드림',
        attachments: [
          {
            name: '메밀 수확.csv',
            type: 'text/csv; charset=utf-8',
            bytes: Buffer.from(
              '\ufeff밭,면적(평),수확(kg),수분(%)\r\n윗밭,820,512,14.1\r\n냇가,640,377,14.8\r\n솔숲,510,338,13.9\r\n',
            ),
          },
        ],
      },
      {
        by: 'minji',
        afterHours: 2,
        text: '고생 많으셨어요. 솔숲 밭이 늘 제일이네요. 저는 그 가루로 예약할게요!\n\n민지',
      },
      {
        by: 'alice',
        afterHours: 9,
        text: 'Bravo! 20 kg of the pine-wood field for me, if Minji leaves any.\n\nAlice',
      },
    ],
  },
  {
    subject: '전주 찻집 한 달 팝업 이야기',
    daysAgo: 158,
    among: ['minji', 'alice'],
    posts: [
      {
        by: 'minji',
        afterHours: 0,
        text: '앨리스 님,\n\n내년 봄에 저희 찻집에서 한 달 동안 갈레트 팝업을 해 보면 어떨까요? 2층이 비어 있고, 벚꽃이 창까지 닿습니다. 불판은 전기라서 조금 걱정이지만 재원 씨가 무쇠판을 구해 오겠다고 합니다.\n\n서두르지 않으셔도 됩니다. 천천히 생각해 주세요.\n\n민지 드림',
      },
      {
        by: 'alice',
        afterHours: 40,
        text: 'Minji,\n\na month above the cherry trees! I asked my mother to mind the crêperie. She said she had been waiting for me to ask since 2011.\n\nApril?\n\nAlice',
      },
      {
        by: 'minji',
        afterHours: 8,
        text: '4월, 좋습니다! 달력에 동그라미를 크게 그려 두었어요. 어머님께 감사 인사를 꼭 전해 주세요.\n\n민지',
      },
    ],
  },
  {
    subject: 'Re: 무쇠 불판 도착했습니다',
    daysAgo: 12,
    among: ['jaewon', 'alice', 'minji'],
    unread: 1,
    posts: [
      {
        by: 'jaewon',
        afterHours: 0,
        text: '무쇠 불판이 드디어 도착했습니다. 지름 40cm, 무게 31kg입니다. 트럭에서 내리는데 이웃 어르신들이 다 나와 보셨습니다.\n\n길들이기는 어떻게 하면 좋을까요?\n\n재원',
      },
      {
        by: 'alice',
        afterHours: 11,
        text: 'Thirty-one kilos, magnificent. Lard, a linen cloth, low heat, and patience: seven thin coats over two days, and never, never soap.\n\nAlice',
      },
      {
        by: 'jaewon',
        afterHours: 60,
        text: '일곱 번 다 입혔습니다. 이제 거울처럼 비칩니다. 어제 첫 장을 부쳐서 마을회관에 돌렸더니 내일도 하느냐고 물으십니다. 사진 보냅니다.\n\n재원',
        picture: pictureOf('첫 갈레트.png', 'galette'),
      },
    ],
  },
  {
    subject: '비행기표 시간 확인 부탁드려요',
    daysAgo: 2.4,
    among: ['minji', 'alice'],
    unread: 1,
    posts: [
      {
        by: 'minji',
        afterHours: 0,
        text: '앨리스 님,\n\n4월 2일 오전 11시 20분에 인천에 도착하시는 걸로 알고 있는데 맞을까요? 재원 씨가 트럭으로 마중 나가겠다고 합니다. 불판이 먼저 타고, 저희는 뒤에 탑니다.\n\n참, 2층 창틀을 파란색으로 칠했어요. 르 사라쟁 블뢰니까요.\n\n민지',
        picture: pictureOf('창가에서.png', 'coast'),
      },
    ],
  },
];
