import type {
  DiscoveredSettings,
  Incoming,
  MailErrorData,
  Security,
  ServerSettings,
} from '../../../preload/contract/index.ts';

export type Protocol = 'imap' | 'pop3';
export type Side = 'incoming' | 'outgoing';

/** A server as typed: the port is text until it is read. */
export interface ServerFields {
  readonly host: string;
  readonly port: string;
  readonly security: Security;
  readonly user: string;
  readonly auth: ServerSettings['auth'];
  readonly pinnedCertificate: string | null;
}

/** `idle`: never tried, or changed since. `tested` with null: it works. */
export type TestState =
  | { readonly name: 'idle' }
  | { readonly name: 'running' }
  | { readonly name: 'tested'; readonly error: MailErrorData | null };

/** What is chosen for POP3 beyond the server: what stays there, what comes whole, and where mail goes. */
export type Pop3Choices = Omit<Extract<Incoming, { protocol: 'pop3' }>, 'protocol' | 'server'>;

export const pop3Choices = ({
  protocol: _protocol,
  server: _server,
  ...choices
}: Extract<Incoming, { protocol: 'pop3' }>): Pop3Choices => choices;

/** Everything a person has typed and been told while adding an account. Nothing typed is ever lost by a failure. */
export interface AccountForm {
  readonly step: 'details' | 'choose' | 'manual';
  readonly name: string;
  readonly address: string;
  readonly password: string;
  /** Null: the same as for receiving. */
  readonly outgoingPassword: string | null;
  readonly protocol: Protocol;
  readonly pop3: Pop3Choices;
  readonly incoming: ServerFields;
  readonly outgoing: ServerFields;
  readonly proposals: readonly DiscoveredSettings[];
  /** Index into `proposals`; null once a server field was changed by hand. */
  readonly chosen: number | null;
  /** The person read what an unprotected connection means. */
  readonly plainTextAccepted: boolean;
  /** Problems are shown from the first attempt on, not while the first letters are typed. */
  readonly attempted: boolean;
  readonly busy: 'none' | 'discovering' | 'testing' | 'saving';
  /** Looking for servers found none. */
  readonly nothingFound: boolean;
  readonly tests: Readonly<Record<Side, TestState>>;
  /** What failed that is no server's test: discovering, saving. */
  readonly failure: MailErrorData | null;
}

export type AccountFormAction =
  | { readonly type: 'typed'; readonly field: 'name' | 'address' | 'password'; readonly value: string }
  | { readonly type: 'outgoingPassword'; readonly value: string | null }
  | { readonly type: 'server'; readonly side: Side; readonly change: Partial<ServerFields> }
  | { readonly type: 'protocol'; readonly protocol: Protocol }
  | { readonly type: 'pop3'; readonly value: Pop3Choices }
  | { readonly type: 'plainTextAccepted'; readonly value: boolean }
  | { readonly type: 'attempted' }
  | { readonly type: 'step'; readonly step: AccountForm['step'] }
  | { readonly type: 'choose'; readonly index: number }
  | { readonly type: 'discovering' }
  | { readonly type: 'discovered'; readonly proposals: readonly DiscoveredSettings[] }
  | { readonly type: 'testing' }
  | {
      readonly type: 'tested';
      readonly incoming: MailErrorData | null;
      readonly outgoing: MailErrorData | null;
    }
  | { readonly type: 'saving' }
  | { readonly type: 'failed'; readonly error: MailErrorData }
  | { readonly type: 'stopped' };

const idle: TestState = { name: 'idle' };
const untested = { incoming: idle, outgoing: idle };

/** Ports by protocol and protection (RFC 8314 section 7, RFC 6409). */
export const usualPorts: Readonly<Record<Protocol | 'smtp', Readonly<Record<Security, string>>>> = {
  imap: { tls: '993', starttls: '143', none: '143' },
  pop3: { tls: '995', starttls: '110', none: '110' },
  smtp: { tls: '465', starttls: '587', none: '25' },
};

const emptyServer = (port: string): ServerFields => ({
  host: '',
  port,
  security: 'tls',
  user: '',
  auth: 'password',
  pinnedCertificate: null,
});

export const emptyAccountForm: AccountForm = {
  step: 'details',
  name: '',
  address: '',
  password: '',
  outgoingPassword: null,
  protocol: 'imap',
  pop3: { leaveOnServer: { policy: 'never' } },
  incoming: emptyServer(usualPorts.imap.tls),
  outgoing: emptyServer(usualPorts.smtp.tls),
  proposals: [],
  chosen: null,
  plainTextAccepted: false,
  attempted: false,
  busy: 'none',
  nothingFound: false,
  tests: untested,
  failure: null,
};

/** The next state; a change of what would be tested forgets the test's outcome. */
export function accountFormReducer(form: AccountForm, action: AccountFormAction): AccountForm {
  switch (action.type) {
    case 'typed':
      return {
        ...form,
        [action.field]: action.value,
        ...(action.field === 'name' ? {} : { tests: untested, failure: null }),
        // Another address has other servers: what was found for the old one would be a trap.
        ...(action.field === 'address' ? { proposals: [], nothingFound: false } : {}),
      };
    case 'outgoingPassword':
      return { ...form, outgoingPassword: action.value, tests: { ...form.tests, outgoing: idle } };
    case 'server':
      return changeServer(form, action.side, action.change);
    case 'protocol':
      return changeProtocol(form, action.protocol);
    case 'pop3':
      return { ...form, pop3: action.value };
    case 'plainTextAccepted':
      return { ...form, plainTextAccepted: action.value };
    case 'attempted':
      return { ...form, attempted: true };
    case 'step':
      return openStep(form, action.step);
    case 'choose':
      return choose(form, action.index);
    case 'discovering':
      return { ...form, busy: 'discovering', nothingFound: false, failure: null };
    case 'discovered': {
      const found = { ...form, busy: 'none' as const, attempted: false, proposals: action.proposals };
      return action.proposals.length > 0
        ? { ...choose(found, 0), step: 'choose' }
        : { ...openStep(found, 'manual'), nothingFound: true };
    }
    case 'testing':
      return {
        ...form,
        busy: 'testing',
        failure: null,
        tests: { incoming: { name: 'running' }, outgoing: { name: 'running' } },
      };
    case 'tested':
      return {
        ...form,
        busy: 'none',
        tests: {
          incoming: { name: 'tested', error: action.incoming },
          outgoing: { name: 'tested', error: action.outgoing },
        },
      };
    case 'saving':
      return { ...form, busy: 'saving' };
    case 'failed':
      return { ...form, busy: 'none', failure: action.error, tests: withoutRunning(form.tests) };
    case 'stopped':
      return { ...form, busy: 'none', tests: withoutRunning(form.tests) };
  }
}

function changeServer(form: AccountForm, side: Side, change: Partial<ServerFields>): AccountForm {
  const before = form[side];
  const protocol = side === 'incoming' ? form.protocol : 'smtp';
  // A usual port follows the protection; one typed by hand stays.
  const followsSecurity =
    change.security !== undefined &&
    change.port === undefined &&
    (before.port === '' || Object.values(usualPorts[protocol]).includes(before.port));
  const port =
    followsSecurity && change.security !== undefined ? { port: usualPorts[protocol][change.security] } : {};
  // A pin is for one host and port (contract: ServerSettings).
  const moved = change.host !== undefined || change.port !== undefined || followsSecurity;
  const pin = moved && change.pinnedCertificate === undefined ? { pinnedCertificate: null } : {};
  const onlyPin = Object.keys(change).every((key) => key === 'pinnedCertificate');
  return {
    ...form,
    [side]: { ...before, ...port, ...pin, ...change },
    chosen: onlyPin ? form.chosen : null,
    plainTextAccepted: change.security === undefined ? form.plainTextAccepted : false,
    tests: { ...form.tests, [side]: idle },
  };
}

function changeProtocol(form: AccountForm, protocol: Protocol): AccountForm {
  if (protocol === form.protocol) return form;
  const proposal = form.proposals.findIndex(
    ({ incoming, outgoing }) =>
      incoming.protocol === protocol && (form.chosen === null || outgoing.host === form.outgoing.host),
  );
  if (form.step === 'choose' && proposal !== -1) return choose(form, proposal);
  const port = Object.values(usualPorts[form.protocol]).includes(form.incoming.port)
    ? usualPorts[protocol][form.incoming.security]
    : form.incoming.port;
  // imap.example.org and pop.example.org are habits so common that the name is worth changing along.
  const host =
    protocol === 'pop3'
      ? form.incoming.host.replace(/^imap\./iu, 'pop.')
      : form.incoming.host.replace(/^pop3?\./iu, 'imap.');
  return {
    ...form,
    protocol,
    incoming: { ...form.incoming, host, port, pinnedCertificate: null },
    chosen: null,
    tests: { ...form.tests, incoming: idle },
  };
}

function choose(form: AccountForm, index: number): AccountForm {
  const proposal = form.proposals[index];
  if (proposal === undefined) return form;
  const { incoming, outgoing } = proposal;
  return {
    ...form,
    chosen: index,
    protocol: incoming.protocol,
    pop3: incoming.protocol === 'pop3' ? pop3Choices(incoming) : form.pop3,
    incoming: fieldsOf(incoming.server, form.address),
    outgoing: fieldsOf(outgoing, form.address),
    plainTextAccepted: false,
    tests: untested,
  };
}

function openStep(form: AccountForm, step: AccountForm['step']): AccountForm {
  const opened = { ...form, step, attempted: false, failure: null };
  if (step !== 'manual') return opened;
  const domain = form.address.slice(form.address.lastIndexOf('@') + 1).trim();
  const fill = (server: ServerFields, host: string): ServerFields => ({
    ...server,
    host: server.host === '' && domain !== '' ? host : server.host,
    user: server.user === '' ? form.address.trim() : server.user,
  });
  return {
    ...opened,
    incoming: fill(form.incoming, `${form.protocol === 'imap' ? 'imap' : 'pop'}.${domain}`),
    outgoing: fill(form.outgoing, `smtp.${domain}`),
  };
}

const fieldsOf = (server: ServerSettings, address: string): ServerFields => ({
  host: server.host,
  port: String(server.port),
  security: server.security,
  user: server.user === '' ? address.trim() : server.user,
  auth: server.auth,
  pinnedCertificate: server.pinnedCertificate,
});

const withoutRunning = (tests: AccountForm['tests']): AccountForm['tests'] => ({
  incoming: tests.incoming.name === 'running' ? idle : tests.incoming,
  outgoing: tests.outgoing.name === 'running' ? idle : tests.outgoing,
});
