import type { MessageBody } from '../../../preload/contract/index.ts';
import { decodedBody, leaves, type MimePart } from './mimeTree.ts';

/** CMS content types (RFC 5652): 1.2.840.113549.1.7.2 is signed, .3 enveloped; what follows names authenticated ones. */
const PKCS7_OID = Buffer.from('2a864886f70d0107', 'hex');
const AUTH_ENVELOPED_OID = Buffer.from('2a864886f70d0109100117', 'hex');
const HEAD_BYTES = 200;

/**
 * What a message claims to be wrapped in, by its form alone (RFC 1847, RFC 8551, RFC 3156 and PGP written into the
 * text): nothing is verified and nothing decrypted, so it must be shown as a claim. Undefined when it claims nothing.
 */
export function protectionOf(root: MimePart, text: string | null): MessageBody['protection'] {
  if (root.type === 'multipart/encrypted') return 'encrypted';
  if (root.type === 'multipart/signed') return 'signed';
  const container = leaves(root).find(({ type }) => /^application\/(x-)?pkcs7-mime$/.test(type));
  if (container !== undefined) return cmsKind(container);
  // Some gateways put a footer under a PGP/MIME message and so wrap it once more.
  if (hasType(root, 'multipart/encrypted')) return 'encrypted';
  const armour = /^-----BEGIN PGP (MESSAGE|SIGNED MESSAGE)-----\s*$/m.exec(text?.slice(0, 100_000) ?? '');
  if (armour !== null) return armour[1] === 'MESSAGE' ? 'encrypted' : 'signed';
  return hasType(root, 'multipart/signed') ? 'signed' : undefined;
}

const hasType = (part: MimePart, type: string): boolean =>
  part.type === type || part.children.some((child) => hasType(child, type));

/** By its parameter or, that missing, by what the bytes begin with. */
function cmsKind(part: MimePart): MessageBody['protection'] {
  const said = part.typeParameters.get('smime-type')?.toLowerCase() ?? '';
  if (said.startsWith('signed') || said === 'certs-only') return said === 'certs-only' ? undefined : 'signed';
  if (said.includes('enveloped')) return 'encrypted';
  const head = decodedBody(part).subarray(0, HEAD_BYTES);
  if (head.includes(AUTH_ENVELOPED_OID)) return 'encrypted';
  const at = head.indexOf(PKCS7_OID);
  const kind = at < 0 ? undefined : head[at + PKCS7_OID.length];
  return kind === 2 ? 'signed' : kind === 3 ? 'encrypted' : undefined;
}
