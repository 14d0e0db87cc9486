import { plural } from '../plural.ts';

export const demo = {
  title: 'Demo world',
  lead: 'Two mail servers on this computer. Switch one off, send a message, and watch the other one’s queue.',
  running: (domain: string) => `${domain} is switched on`,
  up: 'On',
  down: 'Off',
  users: (names: string) => `Mailboxes: ${names}`,
  queueTitle: (domain: string) => `Queue of ${domain}`,
  queueEmpty: 'The queue is empty.',
  from: 'From',
  to: 'To',
  subject: 'Subject',
  attempts: 'Tries',
  next: 'Next try',
  error: 'Last answer',
  waiting: (n: number) => `${n} ${plural(n, 'message waits', 'messages wait')}`,
  notRunning: 'The demo world is not running.',
  start: 'Start the demo world',
};
