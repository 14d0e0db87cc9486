import { drawPicture } from './pictures.ts';
import { RECIPES_FOLDER, type StoryThread } from './storyTypes.ts';

const picture = (name: string, motif: Parameters<typeof drawPicture>[0]) => ({
  name,
  type: 'image/png',
  bytes: drawPicture(motif),
  contentId: `${name.replace(/\W/g, '')}@seed`,
});

/** Alice and Bob trade recipes. */
export const recipeThreads = (): readonly StoryThread[] => [
  {
    subject: 'A question from a burger laboratory',
    daysAgo: 702,
    among: ['bob', 'alice'],
    starred: true,
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'Dear Ms Le Goff,\n\nMy name is Bob Ferris and I run the Griddle Group at a small research institute that studies hamburgers, all day, on public money. Last week I sat at your counter in Rennes and ate a galette that browned in a way our instruments say is impossible.\n\nMay I ask you one question: how long does your batter rest?\n\nYours, with professional envy,\nBob',
      },
      {
        by: 'alice',
        afterHours: 21,
        text: 'Dear Mr Ferris,\n\nI remember you. You put a thermometer into your lunch.\n\nA night and a morning. My grandmother said: the batter goes to bed when you do, and it gets up later than you.\n\nBonne journée,\nAlice',
      },
      {
        by: 'bob',
        afterHours: 7,
        text: 'Alice (if I may),\n\nThe thermometer reported 218 °C at the rim and happiness at the centre. Would you mind if I quoted your grandmother in a grant application?\n\nBob',
      },
      {
        by: 'alice',
        afterHours: 14,
        text: 'She would ask for a share of the grant. Quote her, and send me something in return: what do you do to an onion so that it tastes like that?\n\nAlice',
      },
    ],
  },
  {
    subject: 'The onion',
    daysAgo: 688,
    among: ['bob', 'alice'],
    folder: RECIPES_FOLDER,
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'As promised. Slice three onions thinner than you think is polite. A heavy pan, no fat, a lid, 110 °C, 40 minutes; they will weep and forgive you. Then butter, salt, the lid off, and do not walk away.\n\nWe have published this under a longer title.\n\nBob',
      },
      {
        by: 'alice',
        afterHours: 50,
        text: 'We put it on a galette with Saint-Nectaire on Saturday. It was gone by one o’clock. A lady asked for the recipe and I said it was American science; she did not believe me.\n\nAlice',
        picture: picture('galette-oignon.png', 'galette'),
      },
      {
        by: 'bob',
        afterHours: 5,
        text: 'I have printed the picture and hung it above the centrifuge.\n\nBob',
      },
    ],
  },
  {
    subject: 'Buckwheat patty, attempt 1',
    daysAgo: 540,
    among: ['bob', 'alice', 'carol'],
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'Alice,\n\nwe replaced a third of the beef with toasted buckwheat groats. Carol’s tasting panel used the words “forest”, “shoe” and, once, “more”. Section attached.\n\nBob',
        picture: picture('section-01.png', 'burger'),
      },
      {
        by: 'carol',
        afterHours: 2,
        text: 'For the record: “more” was my word, and n = 12, so please nobody open a restaurant yet.\n\nCarol',
      },
      {
        by: 'alice',
        afterHours: 17,
        text: 'You toasted them too long: that is the shoe. Stop when it smells of hazelnut and before it smells of your jacket. And rinse them first!\n\nAlice',
      },
      {
        by: 'bob',
        afterHours: 30,
        text: 'Rinsed. Hazelnut. The shoe is gone. Carol’s panel asked to stay for lunch, which she says is not a recognised scale.\n\nBob',
      },
    ],
  },
  {
    subject: 'Salted butter caramel: the lab version',
    daysAgo: 401,
    among: ['alice', 'bob'],
    folder: RECIPES_FOLDER,
    starred: true,
    posts: [
      {
        by: 'alice',
        afterHours: 0,
        text: 'Bob,\n\n200 g of sugar, dry, in the copper pan. When it is the colour of a violin: 80 g of salted butter, in pieces, and step back. Then 15 cl of warm cream. That is all. The colour of a violin, not of a cello.\n\nAlice',
      },
      {
        by: 'bob',
        afterHours: 9,
        text: 'We had no violin, so Tomás borrowed one from the music department. It is at 178 °C. We now own a reference instrument.\n\nBob',
      },
      { by: 'alice', afterHours: 11, text: 'You are all mad and I am glad I wrote to you.\n\nAlice' },
    ],
  },
  {
    subject: 'Translating “complète”',
    daysAgo: 333,
    among: ['bob', 'alice'],
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'How do I write “galette complète” on a cafeteria menu? Ingrid suggests “finished pancake”, which sounds like the pancake has given up.\n\nBob',
      },
      {
        by: 'alice',
        afterHours: 4,
        text: 'Ham, egg, cheese: “complète” because nothing is missing. Write “The Whole Thing”.\n\nAlice',
      },
      { by: 'bob', afterHours: 1, text: 'The Whole Thing it is. $6.50 with a side of data.\n\nBob' },
    ],
  },
  {
    subject: 'The bilig and the flat-top: same thing?',
    daysAgo: 214,
    among: ['bob', 'alice', 'yann'],
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'Alice, Yann,\n\nour flat-top is steel, 12 mm. Your bilig is cast iron, round, and older than my country’s health code. We measured how fast each one recovers after cold batter hits it. Chart below; the red line is yours.\n\nBob',
        picture: picture('recovery.png', 'chart'),
      },
      {
        by: 'yann',
        afterHours: 20,
        text: 'Bonjour Bob,\n\nvery pretty, but you forgot the hand. My father turned the rozell in two seconds, my uncle in four: same iron, two galettes. Put a hand on your x axis.\n\nYann',
      },
      {
        by: 'alice',
        afterHours: 3,
        text: 'Yann is right and he knows it, which is why we only see him at Christmas.\n\nAlice',
      },
      { by: 'bob', afterHours: 6, text: 'Adding a hand. Carol wants error bars on it.\n\nBob' },
    ],
  },
  {
    subject: 'Gluten-free bun: please be honest',
    daysAgo: 96,
    among: ['bob', 'alice', 'carol'],
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'A parcel is on its way: six buckwheat buns, vacuum-packed, numbered. Three are ours, three are from a baker who shall not be named. Please taste blind and be honest.\n\nBob',
      },
      {
        by: 'alice',
        afterHours: 120,
        text: '1: bread. 2: sponge, in the sense of the bathroom. 3: bread. 4: lovely! 5: a very small mattress. 6: lovely, a bit salty.\n\nAlice',
      },
      {
        by: 'carol',
        afterHours: 5,
        text: 'Unblinding: 4 and 6 are ours. 5 is also ours. I am filing “a very small mattress” under texture.\n\nCarol',
      },
      { by: 'bob', afterHours: 1, text: 'I have been called worse by reviewers. Onwards.\n\nBob' },
    ],
  },
  {
    subject: 'Résumé of the whole buckwheat summer',
    daysAgo: 41,
    among: ['alice', 'bob', 'minji', 'yann'],
    folder: RECIPES_FOLDER,
    posts: [
      {
        by: 'alice',
        afterHours: 0,
        flowed: true,
        text: 'Dear all,\n\nbefore the autumn swallows us, here is what we learnt this summer, in one place, so that nobody has to search their mail for it again.\n\nFirst, water: cold, a little at a time, and always more than the flour asks for in the first minute. Minji was right about letting it stand before the second half goes in; the batter stops sulking.\n\nSecond, rest: a night at least. Bob has a curve. The curve says what my grandmother said, but in colour.\n\nThird, heat: 215 to 220 degrees, and wipe the iron with a cloth that remembers lard.\n\nAnd last, company: it tastes better when someone is waiting for it.\n\nAlice\n\n-- \nAlice Le Goff\nLe Sarrasin Bleu, Rennes',
      },
      {
        by: 'bob',
        afterHours: 8,
        text: 'I have replaced our entire methods section with this letter.\n\nBob',
      },
      {
        by: 'yann',
        afterHours: 15,
        text: 'Point 3: I told you so in 2009.\n\nYann',
      },
    ],
  },
  {
    subject: 'Can you come on the twelfth?',
    daysAgo: 6,
    among: ['bob', 'alice'],
    starred: true,
    unread: 1,
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'Alice,\n\nthe institute turns fifty on the twelfth and Ingrid wants a visiting griddle. You, the bilig, one afternoon, two hundred hungry scientists. We pay the flight, the hotel and the flour.\n\nPlease say yes. I have already told Carol you said yes.\n\nBob',
      },
      {
        by: 'alice',
        afterHours: 16,
        text: 'The bilig weighs 28 kilos. Does it fly as a colleague or as luggage?\n\nAlice',
      },
      {
        by: 'bob',
        afterHours: 4,
        text: 'As a visiting scholar. I have reserved it a name badge.\n\nBob',
      },
      {
        by: 'alice',
        afterHours: 19,
        text: 'Then yes. But I bring my own butter, and customs is your problem.\n\nAlice',
      },
      {
        by: 'bob',
        afterHours: 71,
        text: 'Customs answered! You may bring 25 kg of butter “for personal consumption”. I did not ask how they arrived at this number, but I respect it.\n\nThe draft programme is in the invitation that follows.\n\nBob',
      },
    ],
  },
  {
    subject: 'Batter arrived, slightly alive',
    daysAgo: 1.1,
    among: ['bob', 'alice'],
    unread: 1,
    posts: [
      {
        by: 'alice',
        afterHours: 0,
        text: 'Bob, did the starter survive the post? I fed it on Friday and gave it a stern talk.\n\nAlice',
      },
      {
        by: 'bob',
        afterHours: 9,
        text: 'It arrived, it had opened the jar by itself, and it has moved into the warm corner behind the centrifuge. Tomás has named it Gwenaël. Picture attached; it is the one on the left.\n\nBob',
        picture: picture('gwenael.png', 'burger'),
      },
    ],
  },
];
