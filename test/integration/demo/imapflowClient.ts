import { ImapFlow } from 'imapflow';
import type { DemoAccount, DemoWorld } from '../../../main/demo/demoTypes.ts';

/** The settings of one of the demo's people. */
export const accountOf = (world: DemoWorld, address: string): DemoAccount => {
  const account = world.accounts().find((each) => each.address === address);
  if (account === undefined) throw new Error(`no demo account ${address}`);
  return account;
};

/** A connected imapflow client; the caller logs it out. */
export const connectImapFlow = async (
  world: DemoWorld,
  address: string,
  more: object = {},
): Promise<ImapFlow> => {
  const account = accountOf(world, address);
  const client = new ImapFlow({
    host: account.imap.host,
    port: account.imap.port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: account.user, pass: account.password },
    logger: false,
    ...more,
  });
  await client.connect();
  return client;
};

/** Like a missing value, but a failed test instead of a type error. */
export const present = <T>(value: T | undefined | null | false): T => {
  if (value === undefined || value === null || value === false) throw new Error('expected a value');
  return value;
};
