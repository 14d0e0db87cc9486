import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeCertificateFiles } from './certificates.ts';
import { dovecotConfig, dovecotOauthConfig } from './dovecotConfig.ts';
import { dovecotBinary, spawnDovecot, type DovecotProcess } from './dovecotProcess.ts';
import { fillMailbox } from './fillMailbox.ts';
import { freePorts } from './freePorts.ts';
import { listMailbox } from './listMailbox.ts';
import { lmtpDeliver } from './lmtpDeliver.ts';
import type { MailServer, MailServerOptions, MailServerPorts, MailServerUser } from './mailServer.ts';
import { startOauthIntrospection } from './oauthIntrospection.ts';
import { makeOwnedDirectory, serviceUser, writeOwnedFile } from './serviceUser.ts';
import { startSmtpToLmtpBridge } from './smtpToLmtpBridge.ts';
import { temporaryBase } from './temporaryBase.ts';
import { waitForGreeting, waitUntilFree } from './waitForPort.ts';

const domain = 'example.test';
const startAttempts = 5;
const portTaken = /Address already in use/;

/** The accounts a server has when none are named. */
export const defaultUsers: readonly MailServerUser[] = [
  { name: 'alice', password: 'alice-secret' },
  { name: 'bob', password: 'bob-secret' },
  // Non-ASCII and quoting hazards.
  { name: 'carol', password: 'pä$$ w"ör\\d' },
  // Fails when over quota.
  { name: 'small', password: 'small-secret', quota: '64k' },
];

/** True when this machine can run the server; lets a suite skip with a clear line. */
export function isAvailable(): boolean {
  return existsSync(dovecotBinary()) && ['imap', 'pop3', 'lmtp', 'submission'].every(hasService);
}

/**
 * A real mail system on loopback ports, everything in one temporary directory, without privileges (root becomes
 * `nobody`). Packages on Debian 12: dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-submissiond openssl, and
 * dovecot-managesieved for Sieve. Resolves when all services greet; rejects with Dovecot's log.
 */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  if (!isAvailable())
    throw new Error(
      'Dovecot is not installed: dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-submissiond',
    );
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Another process took one of the ports between our probe and Dovecot's bind.
      if (attempt === startAttempts || !(error instanceof Error) || !portTaken.test(error.message))
        throw error;
    }
  }
}

async function startOnce(options: MailServerOptions): Promise<MailServer> {
  const { users = defaultUsers, host = '127.0.0.1', keep = false, mailFormat = 'maildir' } = options;
  // Paths of Unix sockets are limited to 107 bytes: the name stays short.
  const directory = options.directory ?? mkdtempSync(path.join(temporaryBase(), 'naru-'));
  const owner = serviceUser();
  for (const part of ['', 'run', 'state', 'mail', 'tls'])
    makeOwnedDirectory(path.join(directory, part), owner);
  const certificate = await makeCertificateFiles(
    path.join(directory, 'tls'),
    options.certificate ?? 'trusted',
    host,
  );

  const address = (name: string): string => `${name}@${domain}`;
  const accessToken = (name: string): string => `token-${name}`;
  const oauth = await startOauthIntrospection(host, (token) => {
    const user = users.find(({ name }) => accessToken(name) === token);
    return user && address(user.name);
  });
  const [imap = 0, imaps = 0, pop3 = 0, pop3s = 0, lmtp = 0, submission = 0, submissions = 0, sieve = 0] =
    await freePorts(8, host);
  const bridge = await startSmtpToLmtpBridge(host, { host, port: lmtp });
  const ports: MailServerPorts = {
    imap,
    imaps,
    pop3,
    pop3s,
    lmtp,
    submission,
    submissions,
    sieve,
    mta: bridge.port,
  };

  const file = (name: string, text: string): string => {
    writeOwnedFile(path.join(directory, name), text, owner);
    return path.join(directory, name);
  };
  const configFile = file(
    'dovecot.conf',
    dovecotConfig({
      directory, domain, host, ports, owner, certificate, mailFormat,
      tls: options.tls ?? 'yes',
      separator: options.separator ?? '/',
      imapCapability: options.imapCapability ?? '',
      specialUse: options.specialUse ?? true,
      withSieve: hasService('managesieve'),
      passwdFile: file('passwd', `${users.map(passwdLine).join('\n')}\n`),
      oauthFile: file('oauth2.conf', dovecotOauthConfig(host, oauth.port, certificate.caFile)),
      extra: options.extra ?? '',
    }), // prettier-ignore
  );

  const listening = [imap, imaps, pop3, pop3s, lmtp, submission, submissions];
  let dovecot: DovecotProcess | undefined;
  let lastLog = '';
  const stopListening = async (): Promise<void> => {
    await dovecot?.stop();
    lastLog = dovecot?.log() ?? lastLog;
    dovecot = undefined;
    // Login processes inherit the listeners and outlive the master for a moment.
    await Promise.all(listening.map((port) => waitUntilFree(host, port)));
  };
  const startListening = async (): Promise<void> => {
    if (dovecot !== undefined) return;
    const started = spawnDovecot(directory, configFile, owner);
    dovecot = started;
    const early = started.exited.then((how) =>
      Promise.reject(new Error(`dovecot ended before it was ready: ${how}`)),
    );
    await Promise.race([
      Promise.all([imap, pop3, lmtp, submission].map((port) => waitForGreeting(host, port))),
      early,
    ]);
  };
  const stop = async (): Promise<void> => {
    await stopListening();
    await Promise.all([bridge.close(), oauth.close()]);
    // Workers may still be flushing for a moment after the master has gone.
    if (!keep) await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };

  try {
    await startListening();
  } catch (error) {
    const log = dovecot?.log() ?? '';
    await dovecot?.stop();
    dovecot = undefined;
    await Promise.all([bridge.close(), oauth.close()]);
    await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${log}`, { cause: error });
  }

  const maildir = (user: string): string => {
    if (mailFormat !== 'maildir')
      throw new Error(`the disk of a ${mailFormat} server is not read or written by tests`);
    if (!users.some(({ name }) => name === user)) throw new Error(`no user ${user}`);
    return path.join(directory, 'mail', user, 'Maildir');
  };
  return {
    host, domain, directory, users, ports, address, accessToken, stopListening, startListening, stop, maildir,
    ca: readFileSync(certificate.caFile, 'utf8'),
    caFile: certificate.caFile,
    password(name) {
      const user = users.find((candidate) => candidate.name === name);
      if (user === undefined) throw new Error(`no user ${name}`);
      return user.password;
    },
    deliver: (raw, to, from = 'outside@elsewhere.test') => lmtpDeliver({ host, port: lmtp }, raw, to, from),
    fillMailbox: (user, count, fill = {}) => fillMailbox(maildir(user), count, { to: address(user), ...fill }, owner),
    listMailbox: (user, folder) => listMailbox(maildir(user), folder),
    async restart() {
      await stopListening();
      await startListening();
    },
    log: () => dovecot?.log() ?? lastLog,
  }; // prettier-ignore
}

/** ':' separates the fields; base64 keeps any password literal, and plain text allows CRAM-MD5, SCRAM and APOP. */
function passwdLine({ name, password, quota }: MailServerUser): string {
  const secret = Buffer.from(password).toString('base64');
  return `${name}@${domain}:{PLAIN.B64}${secret}::::::${quota === undefined ? '' : `userdb_quota_rule=*:storage=${quota}`}`;
}

function hasService(name: string): boolean {
  return existsSync(`/usr/lib/dovecot/${name}`);
}
