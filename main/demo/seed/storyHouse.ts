import { encodePdf } from './encodePdf.ts';
import { drawPicture } from './pictures.ts';
import { SUPPLIERS_FOLDER, type StoryThread } from './storyTypes.ts';

const pdf = (name: string, title: string, lines: readonly string[]) => ({
  name,
  type: 'application/pdf',
  bytes: encodePdf(title, lines),
});

/** The crêperie itself: family, mill, accounts, market. */
export const houseThreads = (): readonly StoryThread[] => [
  {
    subject: 'La clé de la cave',
    daysAgo: 655,
    among: ['soizic', 'alice'],
    posts: [
      {
        by: 'soizic',
        afterHours: 0,
        text: 'Ma chérie,\n\nas-tu la clé de la cave ? Je l’ai cherchée partout, même dans le congélateur, où j’ai retrouvé mes lunettes.\n\nMaman',
      },
      {
        by: 'alice',
        afterHours: 2,
        text: 'Elle est sur le clou, derrière le calendrier de la Poste de 1998.\n\nBisous',
      },
      { by: 'soizic', afterHours: 1, text: 'Trouvée. On devrait changer de calendrier.\n\nMaman' },
    ],
  },
  {
    subject: 'Flour for the winter: 400 kg?',
    daysAgo: 580,
    among: ['yann', 'alice'],
    folder: SUPPLIERS_FOLDER,
    posts: [
      {
        by: 'yann',
        afterHours: 0,
        text: 'Alice,\n\nI grind again from Monday. Same as last winter, 400 kg in four deliveries? The price goes up by three cents: the millstone wants dressing and so do I.\n\nYann',
        attachments: [
          pdf('devis-farine.pdf', 'Moulin Kerbrat - devis', [
            'Farine de blé noir T110, meule de pierre',
            '400 kg en 4 livraisons (déc., jan., fév., mars)',
            'Prix : 2,43 EUR / kg',
            'Total : 972,00 EUR',
          ]),
        ],
      },
      {
        by: 'alice',
        afterHours: 18,
        text: 'Three cents for the stone, two for you. Agreed at five. 400 kg, yes.\n\nAlice',
      },
      { by: 'yann', afterHours: 2, text: 'You haggle in the wrong direction. See you Thursday.\n\nYann' },
    ],
  },
  {
    subject: 'Quarterly accounts, and a small mystery',
    daysAgo: 502,
    among: ['odile', 'alice'],
    posts: [
      {
        by: 'odile',
        afterHours: 0,
        text: 'Dear Alice,\n\nthe quarter is attached. Everything adds up except 41.30 euros under “divers: violin”. Could you tell me what that is?\n\nOdile Marchand',
        attachments: [
          pdf('T3-bilan.pdf', 'Le Sarrasin Bleu - 3e trimestre', [
            'Recettes : 48 212,00 EUR',
            'Matières premières : 14 870,40 EUR',
            'Salaires : 17 604,00 EUR',
            'Divers (violon ?) : 41,30 EUR',
          ]),
          {
            name: 'T3-detail.csv',
            type: 'text/csv; charset=utf-8',
            bytes: Buffer.from(
              'mois;couverts;recettes\r\njuillet;1420;16890,50\r\naoût;1388;16204,00\r\nseptembre;1267;15117,50\r\n',
            ),
          },
        ],
      },
      {
        by: 'alice',
        afterHours: 22,
        text: 'Postage. I sent a violin string to a hamburger laboratory as a colour reference for caramel. I realise how this sounds.\n\nAlice',
      },
      { by: 'odile', afterHours: 3, text: 'I have filed it under “research and development”.\n\nOdile' },
    ],
  },
  {
    subject: 'The terrace permit',
    daysAgo: 276,
    among: ['lena', 'alice'],
    folder: 'Archive',
    posts: [
      {
        by: 'lena',
        afterHours: 0,
        text: 'Hello Alice,\n\nthe halls committee says yes to four tables on the quay, from May to September, if the chairs are green. Not blue. I tried.\n\nLéna, Halles du Canal',
      },
      { by: 'alice', afterHours: 5, text: 'Are they sure it is not a very blue green?\n\nAlice' },
      {
        by: 'lena',
        afterHours: 26,
        text: 'I have seen nothing and the committee is colour-blind. Bon courage!\n\nLéna',
      },
    ],
  },
  {
    subject: 'Photos de Saint-Lunaire',
    daysAgo: 128,
    among: ['soizic', 'alice'],
    posts: [
      {
        by: 'soizic',
        afterHours: 0,
        text: 'Ma chérie,\n\nvoici le coucher de soleil de dimanche, pris avec le nouveau téléphone. Ton oncle dit que j’ai coupé le phare, mais c’est le phare qui était de travers.\n\nMaman',
        picture: {
          name: 'saint-lunaire.png',
          type: 'image/png',
          bytes: drawPicture('coast', 480, 300),
          contentId: 'lunaire@seed',
        },
      },
      {
        by: 'alice',
        afterHours: 12,
        text: 'Magnifique ! Je l’imprime pour la salle. Le phare ne nous manque pas.\n\nBisous',
      },
    ],
  },
  {
    subject: 'Millstone: delivery moves to Friday',
    daysAgo: 33,
    among: ['yann', 'alice'],
    folder: SUPPLIERS_FOLDER,
    posts: [
      {
        by: 'yann',
        afterHours: 0,
        text: 'The van is at the doctor’s. Friday instead of Thursday, before eight. Keep the cat inside this time.\n\nYann',
      },
      { by: 'alice', afterHours: 1, text: 'Friday is fine. The cat has been informed.\n\nAlice' },
    ],
  },
  {
    subject: 'Who opens on the 11th?',
    daysAgo: 9,
    among: ['soizic', 'alice'],
    posts: [
      {
        by: 'alice',
        afterHours: 0,
        text: 'Maman,\n\nje serai en Amérique du 10 au 15, avec la bilig. Tu ouvres le 11 ? Il y a un anniversaire de douze personnes à 19 h.\n\nAlice',
      },
      {
        by: 'soizic',
        afterHours: 4,
        text: 'Si tu emportes la bilig, sur quoi je les fais, tes douze ? Sur le radiateur ?\n\nMaman',
      },
      {
        by: 'alice',
        afterHours: 1,
        text: 'Sur la vieille. Celle de mamie. Elle attend depuis 1974.\n\nAlice',
      },
      { by: 'soizic', afterHours: 2, text: 'Alors je l’astique demain. Elle va être contente.\n\nMaman' },
    ],
  },
  {
    subject: 'Year-end: three papers I still need',
    daysAgo: 3.2,
    among: ['odile', 'alice'],
    unread: 1,
    posts: [
      {
        by: 'odile',
        afterHours: 0,
        text: 'Dear Alice,\n\nthree things before the 30th, please:\n\n1. the invoice for the green chairs (they look blue on my screen),\n2. the insurance certificate for the bilig while it travels,\n3. your signature on the page attached.\n\nOdile Marchand',
        attachments: [
          pdf('a-signer.pdf', 'Attestation', [
            'Je soussignée Alice Le Goff',
            'certifie que la bilig reviendra.',
            'Signature : ....................',
          ]),
        ],
      },
    ],
  },
];
