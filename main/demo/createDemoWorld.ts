import { systemClock } from './clock.ts';
import { DemoDomain } from './DemoDomain.ts';
import type {
  DemoAccount,
  DemoServerSettings,
  DemoWorld,
  DemoWorldEvent,
  DemoWorldOptions,
} from './demoTypes.ts';
import { MailAccount } from './mailbox/MailAccount.ts';
import { STANDARD_SCHEDULE } from './queue/queueDecisions.ts';
import { seedMailboxes } from './seed/seedMailboxes.ts';

const LOOPBACK = '127.0.0.1';
const DOMAINS = ['crepes.fr', 'hamburger.edu'] as const;

const PEOPLE = [
  { name: 'Alice Le Goff', address: 'alice@crepes.fr', password: 'galette', incoming: 'imap' },
  { name: 'Bob Ferris', address: 'bob@hamburger.edu', password: 'pickles', incoming: 'imap' },
  { name: 'Carol Okafor', address: 'carol@hamburger.edu', password: 'brioche', incoming: 'pop3' },
] as const;

const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1);

/** Makes the demo world; nothing listens until `start`. Worlds share nothing with each other. */
export const createDemoWorld = (options: DemoWorldOptions = {}): DemoWorld => {
  const clock = options.clock ?? systemClock;
  const listeners = new Set<(event: DemoWorldEvent) => void>();
  const emit = (event: DemoWorldEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  const mailAccounts = PEOPLE.map(
    ({ address, password }) =>
      new MailAccount({
        address,
        password,
        // Seconds since 1970, as many servers do: another run never repeats an earlier one's UIDs.
        uidValidity: Math.floor(clock.now() / 1000),
        onChange: (mailbox, change) => emit({ kind: 'mailboxChanged', address, mailbox, change }),
      }),
  );
  const find = (address: string): MailAccount | undefined =>
    mailAccounts.find((account) => account.address === address.toLowerCase());
  seedMailboxes(find, { nowMs: clock.now(), story: options.seed !== 'empty' });

  const domains: readonly DemoDomain[] = DOMAINS.map(
    (name) =>
      new DemoDomain(
        name,
        mailAccounts.filter((account) => domainOf(account.address) === name),
        {
          clock,
          schedule: { ...STANDARD_SCHEDULE, ...options.schedule },
          route: (target) => {
            const port = domains.find((domain) => domain.name === target)?.openPorts.relay;
            return port === undefined ? undefined : { host: LOOPBACK, port };
          },
          onQueueChange: () => emit({ kind: 'queueChanged', domain: name }),
        },
      ),
  );
  const require = (name: string): DemoDomain => {
    const domain = domains.find((each) => each.name === name);
    if (domain === undefined) throw new Error(`The demo world has no domain ${name}`);
    return domain;
  };
  const settings = (port: number): DemoServerSettings => ({ host: LOOPBACK, port, security: 'none' });

  const setUp = async (name: string, isUp: boolean): Promise<void> => {
    const domain = require(name);
    if (domain.isUp === isUp) return;
    await (isUp ? domain.open(options.ports?.[name]) : domain.close());
    emit({ kind: 'domainChanged', domain: name, isUp });
  };
  const stop = async (): Promise<void> => {
    for (const name of DOMAINS) await setUp(name, false);
  };

  return {
    start: async () => {
      try {
        for (const name of DOMAINS) await setUp(name, true);
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
    setUp,
    retryNow: (name) => require(name).queue.retryNow(),
    domains: () =>
      domains.map((domain) => ({
        name: domain.name,
        isUp: domain.isUp,
        ports: domain.openPorts,
        queue: domain.queue.snapshot(),
      })),
    accounts: () =>
      PEOPLE.map(({ name, address, password, incoming }): DemoAccount => {
        const ports = require(domainOf(address)).openPorts;
        return {
          name,
          address,
          user: address,
          password,
          incoming,
          imap: settings(ports.imap),
          pop3: settings(ports.pop3),
          submission: settings(ports.submission),
        };
      }),
    mailAccount: find,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
