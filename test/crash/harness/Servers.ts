import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccountDraft, Incoming, Params, ServerSettings } from '../../../preload/contract/index.ts';
import { makeCertificate } from '../../servers/certificates.ts';
import { FaultProxy } from '../../servers/faultProxy.ts';
import type { MailServer } from '../../servers/mailServer.ts';
import type { SeededRandom } from '../../servers/seededRandom.ts';
import { SinkSmtp } from '../../servers/sinkSmtp.ts';
import { startMailServer } from '../../servers/startMailServer.ts';

const userCount = 200;
export type Line = 'pop3' | 'imap' | 'smtp';

/** One Dovecot and one SMTP sink, in front of each port a proxy that can break what passes. */
export class Servers {
  #nextUser = 0;

  private constructor(
    readonly mail: MailServer,
    readonly sink: SinkSmtp,
    readonly tlsSink: SinkSmtp,
    readonly plain: Readonly<Record<Line, FaultProxy>>,
    readonly tls: Readonly<Record<Line, FaultProxy>>,
    private readonly pins: { readonly mail: string; readonly sink: string },
  ) {}

  /** `imapCapability` as Dovecot writes it; everything it has when absent. */
  static async start(random: SeededRandom, imapCapability?: string): Promise<Servers> {
    const users = Array.from({ length: userCount }, (_, at) => ({ name: `u${at}`, password: `p-${at}` }));
    const mail = await startMailServer({
      users,
      ...(imapCapability === undefined ? {} : { imapCapability }),
    });
    // Slow enough for kills to fall between the final dot and its answer.
    const message = (): Promise<'accept'> => delay(random.below(12)).then(() => 'accept');
    const certificate = await makeCertificate('trusted');
    const sink = await SinkSmtp.start({ rules: { message } });
    const tlsSink = await SinkSmtp.start({ rules: { message }, certificate, implicitTls: true });
    const before = (port: number): Promise<FaultProxy> => FaultProxy.start({ host: mail.host, port });
    const { pop3, imap, pop3s, imaps } = mail.ports;
    return new Servers(
      mail,
      sink,
      tlsSink,
      { pop3: await before(pop3), imap: await before(imap), smtp: await before(sink.port) },
      { pop3: await before(pop3s), imap: await before(imaps), smtp: await before(tlsSink.port) },
      { mail: pinOf(join(mail.directory, 'tls', 'server.pem'), mail), sink: fingerprint(certificate.cert) },
    );
  }

  /** A mailbox nobody has used yet. */
  newUser(): string {
    const name = `u${this.#nextUser}`;
    this.#nextUser += 1;
    if (this.#nextUser > userCount) throw new Error('all mailboxes are used');
    return name;
  }

  /** What `accounts.add` wants for this user, over the proxies. */
  account(
    user: string,
    kind:
      | { readonly protocol: 'imap' }
      | Pick<Extract<Incoming, { protocol: 'pop3' }>, 'protocol' | 'leaveOnServer'>,
    tls: boolean,
  ): Params<'accounts.add'> {
    const settings = (line: Line): ServerSettings => ({
      host: '127.0.0.1',
      port: (tls ? this.tls : this.plain)[line].port,
      security: tls ? 'tls' : 'none',
      user: this.mail.address(user),
      auth: 'password',
      pinnedCertificate: tls ? (line === 'smtp' ? this.pins.sink : this.pins.mail) : null,
    });
    const account: AccountDraft = {
      label: user,
      incoming: { ...kind, server: settings(kind.protocol) },
      outgoing: settings('smtp'),
      identities: [
        { id: 'main', name: user, address: this.mail.address(user), replyTo: null, signature: '' },
      ],
    };
    return { account, secrets: { incoming: this.mail.password(user), outgoing: this.mail.password(user) } };
  }

  /** Nothing breaks from now on, for new connections. */
  calm(): void {
    for (const proxy of [...Object.values(this.plain), ...Object.values(this.tls)]) proxy.setFaults([]);
  }

  /** Every message a sink took, with its exact bytes. */
  taken(): { readonly subject: string; readonly sha256: string }[] {
    return [...this.sink.messages, ...this.tlsSink.messages]
      .filter(({ verdict }) => verdict === 'accept')
      .map(({ raw }) => ({
        subject: /^Subject: (.*)\r$/m.exec(raw.toString('latin1'))?.[1] ?? '?',
        sha256: sha256(raw),
      }));
  }

  waitingOf(user: string): number {
    return ['new', 'cur']
      .map((part) => join(this.mail.directory, 'mail', user, 'Maildir', part))
      .reduce((sum, path) => sum + (existsSync(path) ? readdirSync(path).length : 0), 0);
  }

  async stop(): Promise<void> {
    for (const proxy of [...Object.values(this.plain), ...Object.values(this.tls)]) await proxy.stop();
    await this.sink.stop();
    await this.tlsSink.stop();
    await this.mail.stop();
  }
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const fingerprint = (pem: string | Buffer): string => sha256(new X509Certificate(pem).raw);
const pinOf = (path: string, mail: MailServer): string => {
  if (!existsSync(path))
    throw new Error(`no certificate at ${path} in ${readdirSync(mail.directory).join(' ')}`);
  return fingerprint(readFileSync(path));
};
