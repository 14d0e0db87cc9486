import type { Person } from './composeSeedMail.ts';

const RENNES = 60;
const SEOUL = 540;
const CAMPUS = -300;

/** Everyone in the story. None of them exists; what is not the demo's own lives under `.example` (RFC 2606). */
export const people = {
  alice: { name: 'Alice Le Goff', address: 'alice@crepes.fr', zoneMinutes: RENNES },
  bob: { name: 'Bob Ferris', address: 'bob@hamburger.edu', zoneMinutes: CAMPUS },
  carol: { name: 'Carol Okafor', address: 'carol@hamburger.edu', zoneMinutes: CAMPUS },
  ingrid: { name: 'Prof. Ingrid Halvorsen', address: 'halvorsen@hamburger.example', zoneMinutes: CAMPUS },
  tomas: { name: 'Tomás Rivera', address: 'tomas@hamburger.example', zoneMinutes: CAMPUS },
  minji: { name: '한민지', address: 'minji@dalmuri.example', zoneMinutes: SEOUL },
  jaewon: { name: '서재원', address: 'jaewon@memil.example', zoneMinutes: SEOUL },
  yann: { name: 'Yann Kerbrat', address: 'yann@moulin-kerbrat.example', zoneMinutes: RENNES },
  soizic: { name: 'Soizic Le Goff', address: 'soizic@legoff-famille.example', zoneMinutes: RENNES },
  odile: { name: 'Odile Marchand', address: 'odile@marchand-compta.example', zoneMinutes: RENNES },
  lena: { name: 'Léna', address: 'lena@halles-du-canal.example', zoneMinutes: RENNES },
  table: { name: 'Couvert reservations', address: 'tables@couvert.example', zoneMinutes: RENNES },
  gazette: { name: 'The Griddle', address: 'letters@thegriddle.example', zoneMinutes: 0 },
  shop: { name: 'Papeterie Lune', address: 'factures@papeterie-lune.example', zoneMinutes: RENNES },
  list: { name: 'Batter list', address: 'batter@lists.griddle-science.example', zoneMinutes: 0 },
  ravi: { name: 'Ravi Menon', address: 'ravi@dosa-lab.example', zoneMinutes: 330 },
  hanne: { name: 'Hanne Vik', address: 'hanne@pannekake.example', zoneMinutes: RENNES },
  phish: { name: 'Banque Horizon', address: 'security@banque-horizon-alerte.example', zoneMinutes: 180 },
  deals: { name: 'Whisk & Beyond', address: 'hello@whiskandbeyond.example', zoneMinutes: CAMPUS },
} as const satisfies Record<string, Person>;

export type PersonKey = keyof typeof people;

/** Those whose mailboxes the demo serves. */
export type OwnerKey = 'alice' | 'bob' | 'carol';
