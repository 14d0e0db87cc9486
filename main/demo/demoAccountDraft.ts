import type { AccountDraft, AccountSecrets, ServerSettings } from '../../preload/contract/model/account.ts';
import type { DemoAccount, DemoServerSettings } from './demoTypes.ts';

/** One of the demo's people as `accounts.add` takes it. POP3 downloads and deletes, which is what it is there to show. */
export const demoAccountDraft = (
  account: DemoAccount,
): { readonly draft: AccountDraft; readonly secrets: AccountSecrets } => {
  const server = ({ host, port, security }: DemoServerSettings): ServerSettings => ({
    host,
    port,
    security,
    user: account.user,
    auth: 'password',
    pinnedCertificate: null,
  });
  return {
    draft: {
      label: account.address,
      incoming:
        account.incoming === 'imap'
          ? { protocol: 'imap', server: server(account.imap) }
          : { protocol: 'pop3', server: server(account.pop3), leaveOnServer: { policy: 'never' } },
      outgoing: server(account.submission),
      identities: [
        { id: 'main', name: account.name, address: account.address, replyTo: null, signature: '' },
      ],
    },
    secrets: { incoming: account.password, outgoing: account.password },
  };
};
