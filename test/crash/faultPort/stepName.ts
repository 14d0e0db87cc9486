/**
 * The name of a step: what kind of file, what is done to it and, for journals, the kinds of record written.
 * `store.journal write stored+witness`, `store.segment sync`, `draft rename`.
 */
export function stepName(path: string, call: string, bytes?: Uint8Array): string {
  const kinds = bytes !== undefined && /journal$/.test(path) ? recordKinds(bytes) : '';
  return [fileKind(path), call, kinds].filter((part) => part !== '').join(' ');
}

const fileKinds: readonly (readonly [RegExp, string])[] = [
  [/^(mail|demo)\/[^/]+\/journal\.new$/, 'store.journal.new'],
  [/^(mail|demo)\/[^/]+\/journal/, 'store.journal'],
  [/^(mail|demo)\/[^/]+\/mail\/.*\.mbox$/, 'store.segment'],
  [/^(mail|demo)(\/|$)/, 'store.directory'],
  [/^outbox\/journal\.new$/, 'outbox.journal.new'],
  [/^outbox\/journal/, 'outbox.journal'],
  [/^outbox\/.+/, 'outbox.file'],
  [/^outbox$/, 'outbox.directory'],
  [/^drafts\/.+/, 'draft'],
  [/^drafts$/, 'drafts.directory'],
  [/^blobs\/.+/, 'blob'],
  [/^blobs$/, 'blobs.directory'],
];

function fileKind(path: string): string {
  const known = fileKinds.find(([pattern]) => pattern.test(path));
  // accounts.json.tmp-0123ab is accounts.json being replaced.
  return known?.[1] ?? (path.replace(/\.(tmp-|[0-9a-f]{8}-).*$/, '') || 'root');
}

function recordKinds(bytes: Uint8Array): string {
  const kinds = new Set<string>();
  for (const line of Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .split('\n')) {
    const found = /"kind":"(\w+)"/.exec(line)?.[1];
    const state = /"state":\{"name":"(\w+)"/.exec(line)?.[1];
    if (found !== undefined) kinds.add(state === undefined ? found : `${found}:${state}`);
  }
  return [...kinds].sort().join('+');
}
