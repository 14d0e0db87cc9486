import { accounts } from './en/accounts.ts';
import { app } from './en/app.ts';
import { commands } from './en/commands.ts';
import { common } from './en/common.ts';
import { compose } from './en/compose.ts';
import { connections } from './en/connections.ts';
import { demo } from './en/demo.ts';
import { errors } from './en/errors.ts';
import { firstScreen } from './en/firstScreen.ts';
import { folders } from './en/folders.ts';
import { messageList } from './en/messageList.ts';
import { outbox } from './en/outbox.ts';
import { reading } from './en/reading.ts';
import { settings } from './en/settings.ts';
import { status } from './en/status.ts';
import { trust } from './en/trust.ts';

/** English; its shape is the shape of every catalogue. */
export const en = {
  accounts,
  app,
  commands,
  common,
  compose,
  connections,
  demo,
  errors,
  firstScreen,
  folders,
  messageList,
  outbox,
  reading,
  settings,
  status,
  trust,
};

export type Catalogue = typeof en;
