import { ImapSyntaxError } from '../ImapCursor.ts';
import type { ImapCommand, ImapContext } from '../imapCommand.ts';

const WRONG = 'NO [AUTHENTICATIONFAILED] The user name or the password is wrong';

const logIn = (context: ImapContext, user: string, password: string): string =>
  context.logIn(user, password) ? `OK [CAPABILITY ${context.capabilities()}] Logged in` : WRONG;

const checkPlain = (context: ImapContext, base64: string): string => {
  // message = [authzid] NUL authcid NUL passwd (RFC 4616 section 2)
  const [, user, password] = Buffer.from(base64, 'base64').toString('utf8').split('\0');
  return user === undefined || password === undefined
    ? 'BAD Malformed response'
    : logIn(context, user, password);
};

/** Commands about the session itself (RFC 3501 sections 6.1 and 6.2, RFC 2971, 2177, 5161, 2342). */
export const sessionCommands: Readonly<Record<string, ImapCommand>> = {
  CAPABILITY: {
    state: 'any',
    run: (context, cursor) => {
      cursor.end();
      context.untagged(`* CAPABILITY ${context.capabilities()}`);
      return 'OK Capability completed';
    },
  },
  NOOP: { state: 'any', run: () => 'OK Noop completed' },
  CHECK: { state: 'authenticated', run: () => 'OK Check completed' },
  ID: {
    state: 'any',
    run: (context) => {
      context.untagged('* ID ("name" "Naru demo world")');
      return 'OK Id completed';
    },
  },
  LOGOUT: {
    state: 'any',
    run: (context) => {
      context.untagged('* BYE Goodbye');
      context.logOut();
      return 'OK Logout completed';
    },
  },
  LOGIN: {
    state: 'notAuthenticated',
    run: (context, cursor) => {
      cursor.space();
      const user = cursor.astring().toString('utf8');
      cursor.space();
      const password = cursor.astring().toString('utf8');
      cursor.end();
      return logIn(context, user, password);
    },
  },
  AUTHENTICATE: {
    state: 'notAuthenticated',
    run: (context, cursor) => {
      cursor.space();
      if (cursor.keyword() !== 'PLAIN') return 'NO That mechanism is not supported';
      if (cursor.take(' ')) return checkPlain(context, cursor.rest());
      context.awaitLine('+ ', (line) =>
        line === '*' ? 'BAD Authentication cancelled' : checkPlain(context, line),
      );
      return undefined;
    },
  },
  ENABLE: {
    state: 'authenticated',
    run: (context, cursor) => {
      const asked: string[] = [];
      while (!cursor.atEnd) {
        cursor.space();
        asked.push(cursor.keyword());
      }
      if (asked.length === 0) throw new ImapSyntaxError('Enable what?');
      const known = asked.filter((name) => name === 'CONDSTORE' || name === 'QRESYNC');
      for (const name of known) context.enabled.add(name);
      // RFC 7162 section 3.2.3: QRESYNC brings CONDSTORE with it.
      if (known.includes('QRESYNC')) context.enabled.add('CONDSTORE');
      context.untagged(`* ENABLED${known.map((name) => ` ${name}`).join('')}`);
      return 'OK Enabled';
    },
  },
  NAMESPACE: {
    state: 'authenticated',
    run: (context) => {
      context.untagged('* NAMESPACE (("" "/")) NIL NIL');
      return 'OK Namespace completed';
    },
  },
  IDLE: {
    state: 'authenticated',
    run: (context) => {
      context.awaitLine('+ idling', (line) =>
        line.toUpperCase() === 'DONE' ? 'OK Idle ended' : 'BAD Expected DONE',
      );
      context.idle();
      return undefined;
    },
  },
};
