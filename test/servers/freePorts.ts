import net from 'node:net';

// Below the kernel's ephemeral range (32768 and up), so that no outgoing connection takes a port in between.
const lowestPort = 12_000;
const portCount = 20_000;

/** `count` different ports on which nothing listens now; another process may still take one before the caller does. */
export async function freePorts(count: number, host: string): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = lowestPort + Math.floor(Math.random() * portCount);
    if (!ports.has(port) && (await isFree(port, host))) ports.add(port);
  }
  return [...ports];
}

/** True when a listener can be opened on the port. */
export async function isFree(port: number, host: string): Promise<boolean> {
  const server = net.createServer();
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, host, () => resolve(true));
  });
  if (free) await new Promise<void>((resolve) => server.close(() => resolve()));
  return free;
}

/** Opens a listener (port 0: any free one) and answers its port. */
export async function listen(server: net.Server, host: string, port = 0): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP listener');
  return address.port;
}
