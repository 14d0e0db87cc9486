import { lookup } from 'node:dns/promises';
import { connect as connectTcp } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';

/** Names and sockets of the web, as a port. */
export interface WebNetwork {
  /** Every address of a host; rejects when there is none. */
  resolve(host: string): Promise<readonly string[]>;
  /** A connection to exactly this address; with TLS, the certificate must be for `host`. */
  connect(to: {
    readonly address: string;
    readonly port: number;
    readonly host: string;
    readonly isTls: boolean;
  }): Duplex;
}

/** The real one. */
export const nodeWebNetwork: WebNetwork = {
  resolve: async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address),
  connect: ({ address, port, host, isTls }) =>
    isTls
      ? connectTls({ host: address, port, servername: host, ALPNProtocols: ['http/1.1'] })
      : connectTcp({ host: address, port }),
};
