import { drawPicture } from './pictures.ts';
import type { StoryThread } from './storyTypes.ts';

/** The hamburger laboratory among itself; alice is copied where it concerns her. */
export const labThreads = (): readonly StoryThread[] => [
  {
    subject: 'Panel 14: words we may not use',
    daysAgo: 320,
    among: ['carol', 'bob', 'tomas'],
    posts: [
      {
        by: 'carol',
        afterHours: 0,
        text: 'Colleagues,\n\nafter panel 14 the following are no longer accepted as texture descriptors: “nice”, “burgery”, “like home”, “like Bob’s home”. The scale goes from 1 to 9 and ends there. A 10 is not a compliment, it is a data entry error.\n\nCarol',
      },
      { by: 'tomas', afterHours: 1, text: 'What about “squeaky”? It was the cheese.\n\nTomás' },
      { by: 'carol', afterHours: 1, text: 'Squeaky is allowed. Squeaky is measurable.\n\nCarol' },
      {
        by: 'bob',
        afterHours: 3,
        text: 'My home does not taste of anything. I resent the plural panel.\n\nBob',
      },
    ],
  },
  {
    subject: 'The fridge on the third floor',
    daysAgo: 190,
    among: ['tomas', 'bob', 'carol'],
    posts: [
      {
        by: 'tomas',
        afterHours: 0,
        text: 'Someone labelled a box “DO NOT EAT - CONTROL” and someone else ate the control. The study is now uncontrolled.\n\nTomás',
      },
      {
        by: 'bob',
        afterHours: 2,
        text: 'It was me. It was delicious. Please add that to the results.\n\nBob',
      },
      { by: 'carol', afterHours: 1, text: 'n = 1, Bob. n = 1.\n\nCarol' },
    ],
  },
  {
    subject: 'Draft: resting time and tenderness in two griddle cultures',
    daysAgo: 74,
    among: ['bob', 'alice', 'carol', 'ingrid'],
    starred: true,
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'Here is draft 3. Alice is second author and Alice’s grandmother is in the acknowledgements, twice. Figure 2 is below.\n\nComments by Friday, please, before Ingrid sees how much flour we bought.\n\nBob',
        picture: {
          name: 'figure-2.png',
          type: 'image/png',
          bytes: drawPicture('chart', 480, 300),
          contentId: 'figure2@seed',
        },
        attachments: [
          {
            name: 'resting-times.csv',
            type: 'text/csv; charset=utf-8',
            bytes: Buffer.from(
              'hours,tenderness,sd\r\n0,2.2,0.9\r\n2,3.4,0.8\r\n6,4.7,0.8\r\n12,6.1,0.6\r\n18,7.0,0.5\r\n24,7.4,0.5\r\n36,7.2,0.7\r\n',
            ),
          },
          {
            name: 'notes-to-self.txt',
            type: 'text/plain; charset=utf-8',
            bytes: Buffer.from(
              'Ask Alice about the cloth.\nAsk Alice why the cloth.\nDo not wash the cloth.\n',
            ),
          },
        ],
      },
      {
        by: 'carol',
        afterHours: 20,
        text: 'The confidence band in figure 2 is a drawing of a confidence band. I am sending you the real one; it is wider, like life.\n\nCarol',
      },
      {
        by: 'alice',
        afterHours: 9,
        text: 'I read it on the terrace between two services. I understood the pictures and the acknowledgements. On page 4 you write “batter was abandoned overnight”. Please: it was left in peace.\n\nAlice',
      },
      { by: 'ingrid', afterHours: 15, text: 'I have seen how much flour you bought.\n\nI.H.' },
      { by: 'bob', afterHours: 2, text: '“Left in peace” is in. The flour is infrastructure.\n\nBob' },
    ],
  },
  {
    subject: 'Anniversary: who stands where',
    daysAgo: 4.3,
    among: ['ingrid', 'bob', 'carol', 'alice'],
    unread: 1,
    posts: [
      {
        by: 'ingrid',
        afterHours: 0,
        text: 'Dear all,\n\nfor the twelfth: Alice and the bilig by the north windows (extraction hood, power, view). Bob by the door, so that he can greet people and leave. Carol with the questionnaires.\n\nTomás will play the reference violin.\n\nI.H.',
      },
      { by: 'carol', afterHours: 5, text: 'The questionnaires end at 9.\n\nCarol' },
      {
        by: 'bob',
        afterHours: 2,
        text: 'Alice, what voltage is a grandmother’s griddle? Facilities would like a number and will not accept “wood”.\n\nBob',
      },
    ],
  },
  {
    subject: 'Gwenaël has outgrown the jar',
    daysAgo: 0.7,
    among: ['tomas', 'bob'],
    unread: 1,
    posts: [
      {
        by: 'tomas',
        afterHours: 0,
        text: 'It is in the two-litre beaker now. It looked at me.\n\nTomás',
      },
    ],
  },
  {
    subject: 'What shall I wear to a centrifuge?',
    daysAgo: 0.4,
    among: ['alice', 'bob', 'carol'],
    unread: 1,
    posts: [
      {
        by: 'alice',
        afterHours: 0,
        text: 'Bob, Carol,\n\nis there a uniform? Here it is a blue apron and flour up to the elbow. I can bring three.\n\nAlice',
      },
    ],
  },
  {
    subject: 'Your maildrop is up for renewal (kidding, it is lunch)',
    daysAgo: 0.3,
    among: ['bob', 'carol'],
    unread: 1,
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'Carol,\n\nThe Whole Thing is back on the menu at noon. I have reserved you a seat upwind.\n\nBob',
      },
    ],
  },
];
