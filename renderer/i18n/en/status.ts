import { plural } from '../plural.ts';

export const status = {
  title: 'Status',
  upToDate: 'Up to date',
  syncing: (done: number, total: number) =>
    `Bringing mail in: ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  connecting: 'Connecting…',
  offline: 'Offline. Everything on this computer stays readable, changes are kept and sent later.',
  offlineShort: 'Offline',
  hostGone: 'The mail engine does not answer. What is on this computer stays readable.',
  accountOffline: (label: string) => `${label} is offline`,
  attention: (label: string) => `${label} needs your attention`,
  pending: (n: number) => `${n.toLocaleString('en')} ${plural(n, 'change', 'changes')} to send`,
  parked: (n: number) => `${n.toLocaleString('en')} ${plural(n, 'change', 'changes')} could not be made`,
};
