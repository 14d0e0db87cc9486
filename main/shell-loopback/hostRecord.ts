import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfExists } from '../engine/store/readFileIfExists.ts';
import { removeIfExists, writeFileDurably } from '../engine/store/writeFileDurably.ts';
import { CONTROL_PATH } from './LoopbackServer.ts';

const HostRecord = z.strictObject({
  pid: z.number().int(),
  port: z.number().int().min(1).max(65_535),
  controlToken: z.string().max(100),
});
export type HostRecord = z.infer<typeof HostRecord>;

const pathIn = (dataDir: string): string => join(dataDir, 'host.json');

/** Where this host listens, in `host.json` (0600), for a second start by the same user. */
export const writeHostRecord = (dataDir: string, record: HostRecord): Promise<void> =>
  writeFileDurably(pathIn(dataDir), new TextEncoder().encode(JSON.stringify(record)));

export const removeHostRecord = (dataDir: string): Promise<void> => removeIfExists(pathIn(dataDir));

/** A new launch link from the host that runs as `pid` on this directory; null when that one is no loopback shell. */
export async function askRunningHost(dataDir: string, pid: number): Promise<string | null> {
  const bytes = await readFileIfExists(pathIn(dataDir), undefined, 4096);
  if (bytes === undefined) return null;
  try {
    const record = HostRecord.parse(JSON.parse(new TextDecoder().decode(bytes)));
    if (record.pid !== pid) return null; // left behind by an earlier one
    const response = await fetch(`http://127.0.0.1:${record.port}${CONTROL_PATH}`, {
      headers: { authorization: `Bearer ${record.controlToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    });
    return response.ok ? await response.text() : null;
  } catch {
    return null; // It does not answer: the caller says that the directory is in use, which is all we know.
  }
}
