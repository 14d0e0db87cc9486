import type { PersonKey } from './people.ts';

/** A thread on the mailing list that everyone of the griddle persuasion reads. */
export interface ListThread {
  readonly subject: string;
  readonly daysAgo: number;
  readonly unread?: boolean;
  readonly posts: readonly { readonly by: PersonKey; readonly afterHours: number; readonly text: string }[];
}

export const listThreads: readonly ListThread[] = [
  {
    subject: '[batter] Dosa, galette, jianbing: is it one family?',
    daysAgo: 232,
    posts: [
      {
        by: 'ravi',
        afterHours: 0,
        text: 'Hello list,\n\na thin disc of fermented batter on hot iron, spread with a circular motion, folded around something savoury. We have at least eleven words for it. Is this one invention that travelled, or eleven people who were hungry near a stone?\n\nRavi',
      },
      {
        by: 'hanne',
        afterHours: 7,
        text: 'Norway would like to submit lefse, and stay out of the argument.\n\nHanne',
      },
      {
        by: 'yann',
        afterHours: 10,
        text: 'One invention. Ours. I have no evidence and I am quite sure.\n\nYann',
      },
      {
        by: 'ravi',
        afterHours: 4,
        text: 'Fermentation argues for many: the rice decides, not the cook. Buckwheat barely ferments, it only thinks about it.\n\nRavi',
      },
    ],
  },
  {
    subject: '[batter] Thermometers: contact or infrared?',
    daysAgo: 64,
    posts: [
      {
        by: 'bob',
        afterHours: 0,
        text: 'We compared six of each on seasoned iron. Infrared reads 15 degrees low on a fresh coat and 30 high on a neglected one: emissivity is a diary of how you treat your pan.\n\nBob',
      },
      { by: 'hanne', afterHours: 5, text: 'My mother spits on it. ± 5 degrees, no battery.\n\nHanne' },
      { by: 'ravi', afterHours: 2, text: 'Seconded. Although not at conferences.\n\nRavi' },
    ],
  },
  {
    subject: '[batter] How much salt before it is a brine?',
    daysAgo: 2,
    unread: true,
    posts: [
      {
        by: 'hanne',
        afterHours: 0,
        text: 'Students ask me each year, and each year I say “less than you fear”. Could someone with a laboratory please give me a number?\n\nHanne',
      },
      {
        by: 'bob',
        afterHours: 6,
        text: '1.8 % of the flour. Above 2.4 % our panel starts to talk about the sea.\n\nBob',
      },
      { by: 'yann', afterHours: 3, text: 'In Brittany we start there.\n\nYann' },
    ],
  },
];
