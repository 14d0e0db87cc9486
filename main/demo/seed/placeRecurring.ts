import { createRandom, pick } from './createRandom.ts';
import { newsletterHtml, newsletterText, type NewsletterIssue } from './newsletter.ts';
import { encodePdf } from './encodePdf.ts';
import { people } from './people.ts';
import { drawPicture, type Motif } from './pictures.ts';
import type { StoryPlacer } from './StoryPlacer.ts';
import { BOOKINGS_FOLDER, SUPPLIERS_FOLDER } from './storyTypes.ts';

const SEEN = ['\\Seen'];

const GUESTS = [
  'Hélène Quémener', 'Mathis Rouault', 'Jeanne Abgrall', 'Oscar Lindqvist', '김서연', 'Nour Haddad',
  'Famille Tanguy', 'Priya Raman', 'Gwen Morvan', '박도윤', 'Théo Bellec', 'Ada Nwosu',
] as const; // prettier-ignore

const WISHES = [
  'A table by the window, if the window is free.',
  'One of us does not eat cheese. We have told her she is wrong.',
  'Une chaise haute pour un monsieur de dix-huit mois.',
  'It is a birthday: please say nothing, he will hear it anyway.',
  'On sera peut-être un de plus, ou un de moins.',
  '창가 자리로 부탁드립니다.',
  'The dog is small and has eaten.',
  'No wishes at all; we are only hungry.',
] as const;

/** Table bookings: what a crêperie's inbox is mostly made of. */
const placeBookings = (placer: StoryPlacer): void => {
  const random = createRandom(7);
  for (let index = 0; index < 84; index += 1) {
    const daysAgo = 700 - index * 8.3 + random() * 4;
    const guest = pick(random, GUESTS);
    const covers = 2 + Math.floor(random() * 6);
    const hour = pick(random, ['12:15', '12:30', '19:00', '19:30', '20:15']);
    const fresh = daysAgo < 8;
    placer.put('alice', fresh ? 'INBOX' : BOOKINGS_FOLDER, fresh && index % 2 === 1 ? [] : SEEN, {
      atMs: placer.daysAgo(Math.max(0.1, daysAgo)),
      messageId: placer.messageId(people.table),
      from: people.table,
      to: [people.alice],
      subject: `Table for ${covers} at ${hour}: ${guest}`,
      headers: [['Auto-Submitted', 'auto-generated']],
      text: `A new reservation for Le Sarrasin Bleu\n\nName:    ${guest}\nCovers:  ${covers}\nTime:    ${hour}\nWish:    ${pick(random, WISHES)}\n\nThe table is held for 15 minutes.\n`,
    });
  }
};

/** Yann's price list each second week, with a CSV a spreadsheet can read. */
const placePrices = (placer: StoryPlacer): void => {
  const random = createRandom(21);
  const weather = [
    'The river is high and the wheel is happy.',
    'No wind, no rain, no complaints. I am suspicious.',
    'The stone was dressed on Tuesday; the flour is finer and so is my mood.',
    'Frost at night. Keep the sacks off the tiles.',
    'The cat sleeps on the T80. I sold it anyway.',
  ] as const;
  for (let index = 0; index < 44; index += 1) {
    const price = (base: number): string => (base + index * 0.004 + random() * 0.08).toFixed(2);
    placer.put('alice', SUPPLIERS_FOLDER, index === 43 ? [] : SEEN, {
      atMs: placer.daysAgo(690 - index * 15.8),
      messageId: placer.messageId(people.yann),
      from: people.yann,
      to: [people.alice],
      subject: `Moulin Kerbrat: prices, list ${index + 1}`,
      text: `Bonjour,\n\nprices for the next two weeks are attached. ${pick(random, weather)}\n\nYann\n`,
      attachments: [
        {
          name: `prix-${String(index + 1).padStart(2, '0')}.csv`,
          type: 'text/csv; charset=utf-8',
          bytes: Buffer.from(
            `farine;EUR/kg\r\nblé noir T110;${price(2.4)}\r\nfroment T80;${price(1.35)}\r\nseigle T130;${price(1.6)}\r\n`,
          ),
        },
      ],
    });
  }
};

const ISSUES: readonly (readonly [title: string, lead: string, motif: Motif])[] = [
  ['The pan that remembers', 'Seasoning is not a coating, it is a correspondence.', 'galette'],
  ['A field turns white', 'Ten days in a buckwheat valley, from first flower to first sieve.', 'field'],
  ['The sandwich in section', 'What a bandsaw taught us about lunch.', 'burger'],
  ['Salt air', 'Why butter from the coast behaves differently, and whether it does.', 'coast'],
  ['Numbers you can eat', 'Charts from kitchens that measure, and one that refuses.', 'chart'],
];

const STORIES: readonly (readonly [string, string])[] = [
  ['Letters', 'A reader in Tromsø asks whether a stove can be homesick. We asked three stoves.'],
  ['Tool of the month', 'The rozell: one piece of wood, four hundred years of opinions.'],
  ['From the archive', 'In 1961 a committee met to define the pancake. It has not adjourned.'],
  ['Someone else’s kitchen', 'Minji’s tea house in Jeonju: six tables, one window, no hurry.'],
  ['Errata', 'Last month we printed “a pinch of lime”. We meant thyme. We are sorry about the fish.'],
];

const placeNewsletters = (placer: StoryPlacer): void => {
  // Drawn once: a picture costs milliseconds, and the issues share five of them.
  const heroes = new Map(ISSUES.map(([, , motif]) => [motif, drawPicture(motif, 300, 150)]));
  for (let index = 0; index < 20; index += 1) {
    const [title, lead, motif] = ISSUES[index % ISSUES.length] ?? ['', '', 'coast'];
    const issue: NewsletterIssue = {
      number: 81 + index,
      title,
      lead,
      heroContentId: `hero-${index}@thegriddle.example`,
      stories: [0, 1, 2].map((step) => STORIES[(index + step * 2) % STORIES.length] ?? ['', '']),
    };
    placer.put('alice', index < 15 ? 'Archive' : 'INBOX', index === 19 ? [] : SEEN, {
      atMs: placer.daysAgo(600 - index * 31.4),
      messageId: placer.messageId(people.gazette),
      from: people.gazette,
      to: [people.alice],
      subject: `The Griddle No. ${issue.number}: ${title}`,
      headers: [
        ['List-Id', '<letters.thegriddle.example>'],
        ['List-Unsubscribe', '<https://thegriddle.example/leave>'],
        ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
      ],
      text: newsletterText(issue),
      html: newsletterHtml(issue),
      attachments: [
        {
          name: `${motif}.png`,
          type: 'image/png',
          bytes: heroes.get(motif) ?? Buffer.alloc(0),
          contentId: issue.heroContentId,
        },
      ],
    });
  }
};

const placeReceipts = (placer: StoryPlacer): void => {
  const goods = [
    'menu cards, 300 g',
    'till rolls, box of 50',
    'blue ink, one litre',
    'chalk, white',
    'napkins, recycled',
  ];
  for (let index = 0; index < 14; index += 1) {
    const item = goods[index % goods.length] ?? '';
    const total = (18.4 + index * 3.15).toFixed(2).replace('.', ',');
    const number = `F-${1180 + index * 37}`;
    placer.put('alice', index < 12 ? 'Archive' : 'INBOX', SEEN, {
      atMs: placer.daysAgo(680 - index * 51),
      messageId: placer.messageId(people.shop),
      from: people.shop,
      to: [people.alice],
      subject: `Your receipt ${number}`,
      headers: [['Auto-Submitted', 'auto-generated']],
      text: `Thank you for your order.\n\n  ${item}\n  Total: ${total} EUR, paid by card\n\nThe invoice is attached.\nPapeterie Lune, Rennes\n`,
      html: `<table cellpadding="12" style="font-family:sans-serif;border:1px solid #ddd;border-radius:8px"><tr><td><h2 style="margin:0;color:#2d4a78">Papeterie Lune</h2><p>Thank you for your order.</p><table width="320"><tr><td>${item}</td><td align="right"><b>${total}&nbsp;€</b></td></tr></table><p style="color:#888">${number}, paid by card</p></td></tr></table>\n`,
      attachments: [
        {
          name: `${number}.pdf`,
          type: 'application/pdf',
          bytes: encodePdf(`Facture ${number}`, [item, `Total : ${total} EUR`, 'Payé par carte']),
        },
      ],
    });
  }
};

/** What arrives again and again, by the calendar. */
export const placeRecurring = (placer: StoryPlacer): void => {
  placeBookings(placer);
  placePrices(placer);
  placeNewsletters(placer);
  placeReceipts(placer);
};
