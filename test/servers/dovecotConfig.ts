import path from 'node:path';
import type { CertificateFiles } from './certificates.ts';
import type { MailServerPorts } from './mailServer.ts';
import type { ServiceUser } from './serviceUser.ts';

/** Everything the configuration depends on. */
export interface DovecotSettings {
  readonly directory: string;
  readonly domain: string;
  readonly host: string;
  readonly ports: MailServerPorts;
  readonly owner: ServiceUser;
  readonly certificate: CertificateFiles;
  readonly tls: 'required' | 'yes' | 'no';
  readonly separator: '/' | '.';
  readonly mailFormat: MailFormat;
  readonly imapCapability: string;
  readonly specialUse: boolean;
  readonly withSieve: boolean;
  readonly passwdFile: string;
  readonly oauthFile: string;
  readonly extra: string;
}

/** How Dovecot keeps mail; fillMailbox and listMailbox need `maildir`. */
export type MailFormat = 'maildir' | 'sdbox' | 'mdbox';

const specialFolders = [['Drafts', '\\Drafts'], ['Sent', '\\Sent'], ['Archive', '\\Archive'], ['Junk', '\\Junk'], ['Trash', '\\Trash']]; // prettier-ignore

/** The text of dovecot.conf for Dovecot 2.3 without privileges: all it reads and writes lies in one directory. */
export function dovecotConfig(settings: DovecotSettings): string {
  const { directory, host, ports, withSieve } = settings;
  return `${general(settings)}
${accounts(settings)}
${mailboxes(settings)}
${protocols(settings)}
${services}
service lmtp {
  user =
  inet_listener lmtp {
    address = ${host}
    port = ${ports.lmtp}
  }
}
${loginService(host, 'imap-login', ['imap', ports.imap], ['imaps', ports.imaps])}
${loginService(host, 'pop3-login', ['pop3', ports.pop3], ['pop3s', ports.pop3s])}
${loginService(host, 'submission-login', ['submission', ports.submission], ['submissions', ports.submissions])}
${withSieve ? loginService(host, 'managesieve-login', ['sieve', ports.sieve]) : ''}
instance_name = ${path.basename(directory)}
${settings.extra}
`;
}

/** The text of the file for Dovecot's oauth2 passdb. */
export function dovecotOauthConfig(host: string, introspectionPort: number, caFile: string): string {
  return `introspection_mode = get
introspection_url = http://${host}:${introspectionPort}/?token=
username_attribute = username
active_attribute = active
active_value = true
tls_ca_cert_file = ${caFile}
`;
}

function general({ directory, host, owner, certificate, tls, withSieve }: DovecotSettings): string {
  return `base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/dovecot.log
info_log_path = ${directory}/dovecot.log
auth_verbose = yes
protocols = imap pop3 lmtp submission${withSieve ? ' sieve' : ''}
listen = ${host}
shutdown_clients = yes

default_internal_user = ${owner.userName}
default_internal_group = ${owner.groupName}
default_login_user = ${owner.userName}
first_valid_uid = ${owner.uid}
first_valid_gid = 0
mail_uid = ${owner.uid}
mail_gid = ${owner.gid}

ssl = ${tls}
ssl_cert = <${certificate.certFile}
ssl_key = <${certificate.keyFile}
ssl_dh =
disable_plaintext_auth = ${tls === 'no' ? 'no' : 'yes'}
auth_mechanisms = plain login cram-md5 scram-sha-256 xoauth2 oauthbearer
auth_failure_delay = 0
# Test suites open many connections from one address.
mail_max_userip_connections = 1000
auth_cache_size = 0
`;
}

function accounts({ directory, domain, owner, passwdFile, oauthFile }: DovecotSettings): string {
  return `passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${oauthFile}
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%Lu ${passwdFile}
  auth_verbose = yes
}
userdb {
  driver = passwd-file
  args = username_format=%Lu ${passwdFile}
  default_fields = uid=${owner.uid} gid=${owner.gid} home=${directory}/mail/%n
}
auth_username_format = %Lu
auth_default_realm = ${domain}
`;
}

function mailboxes({ directory, mailFormat, separator, specialUse }: DovecotSettings): string {
  const location = mailFormat === 'maildir' ? 'Maildir' : mailFormat;
  const special = specialFolders.map(
    ([name, use]) => `  mailbox ${name} {\n    auto = subscribe\n    special_use = ${use}\n  }`,
  );
  return `mail_home = ${directory}/mail/%n
mail_location = ${mailFormat}:${directory}/mail/%n/${location}
mail_attribute_dict = file:${directory}/mail/%n/attributes
mail_plugins = quota zlib
namespace inbox {
  inbox = yes
  separator = ${separator}
${specialUse ? special.join('\n') : ''}
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=1G
  sieve = file:${directory}/mail/%n/sieve;active=${directory}/mail/%n/.dovecot.sieve
}
`;
}

function protocols({ domain, host, ports, imapCapability, withSieve }: DovecotSettings): string {
  return `protocol imap {
  mail_plugins = $mail_plugins imap_quota imap_zlib
  imap_metadata = yes
  imap_idle_notify_interval = 2 mins
${imapCapability === '' ? '' : `  imap_capability = ${imapCapability}`}
}
protocol pop3 {
  pop3_uidl_format = %08Xu%08Xv
  pop3_no_flag_updates = no
}
protocol lmtp {
  mail_plugins = $mail_plugins${withSieve ? ' sieve' : ''}
  postmaster_address = postmaster@${domain}
  hostname = mx.${domain}
}
protocol submission {
  hostname = mx.${domain}
}
lmtp_save_to_detail_mailbox = no
recipient_delimiter = +
submission_relay_host = ${host}
submission_relay_port = ${ports.mta}
submission_relay_ssl = no
submission_relay_trusted = no
submission_max_mail_size = 25M
`;
}

const services = `service anvil {
  chroot =
  # No growing delay after failed logins from one address.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service auth {
  unix_listener auth-client {
    mode = 0600
  }
}
service indexer-worker {
  user =
}
`;

function loginService(
  host: string,
  name: string,
  ...listeners: readonly (readonly [id: string, port: number])[]
): string {
  const blocks = listeners.map(([id, port]) => {
    // `imaps` and its kin speak TLS from the first byte.
    const tls = id.endsWith('s') ? '    ssl = yes\n' : '';
    return `  inet_listener ${id} {\n    address = ${host}\n    port = ${port}\n${tls}  }`;
  });
  return `service ${name} {\n  chroot =\n${blocks.join('\n')}\n}\n`;
}
