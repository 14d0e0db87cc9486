import type { Catalogue } from './en.ts';
import { accounts } from './ko/accounts.ts';
import { app } from './ko/app.ts';
import { commands } from './ko/commands.ts';
import { common } from './ko/common.ts';
import { compose } from './ko/compose.ts';
import { connections } from './ko/connections.ts';
import { demo } from './ko/demo.ts';
import { errors } from './ko/errors.ts';
import { firstScreen } from './ko/firstScreen.ts';
import { folders } from './ko/folders.ts';
import { messageList } from './ko/messageList.ts';
import { outbox } from './ko/outbox.ts';
import { reading } from './ko/reading.ts';
import { settings } from './ko/settings.ts';
import { status } from './ko/status.ts';
import { trust } from './ko/trust.ts';

export const ko = {
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
} satisfies Catalogue;
