import { ImapFlow } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { isAvailable, startMailServer } from '../../servers/startMailServer.ts';

describe.skipIf(!isAvailable())('Dovecot with a bad certificate (skipped where it is not installed)', () => {
  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrongHost', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['selfSigned', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const)('%s is refused by a client with %s', async (certificate, code) => {
    const server = await startMailServer({ certificate });
    try {
      const client = new ImapFlow({
        host: server.host,
        port: server.ports.imaps,
        secure: true,
        auth: { user: server.address('alice'), pass: server.password('alice') },
        tls: { ca: server.ca },
        logger: false,
      });
      // The same error rejects connect(); unheard as an event it would end the process.
      client.on('error', (error: Error) => void error);
      await expect(client.connect()).rejects.toMatchObject({ code });
    } finally {
      await server.stop();
    }
  });
});
