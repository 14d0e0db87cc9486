import { domainToASCII } from 'node:url';
import { MailError, type Address } from '../../../preload/contract/index.ts';
import { cleanHeaderText } from './cleanHeaderText.ts';

// RFC 5321 section 4.1.2 `Dot-string`, with dots anywhere: Japanese carriers gave out addresses with two in a row.
const localPart = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const domainName = /^(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*$/;
const domainLiteral = /^\[(\d{1,3}(\.\d{1,3}){3}|IPv6:[0-9A-Fa-f:.]{2,45})\]$/;

/**
 * The address as it may stand in a header and an SMTP command, the domain in ASCII (RFC 5890), the name without
 * control characters. Throws `address.invalid` for anything else: local parts outside ASCII (they would need SMTPUTF8
 * on every server on the way) and quoted ones among it. Nothing is repaired: the person must see who gets the mail.
 */
export function checkAddress(address: Address): Address {
  const text = address.address;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const given = text.slice(at + 1);
  const domain = domainLiteral.test(given) ? given : asciiDomain(given);
  if (at < 1 || !localPart.test(local) || domain === null)
    throw new MailError('address.invalid', 'not an e-mail address', {
      scope: 'message',
      retry: 'afterChange',
      subject: cleanHeaderText(text).slice(0, 320),
    });
  return { name: cleanHeaderText(address.name), address: `${local}@${domain}` };
}

function asciiDomain(domain: string): string | null {
  if (domainName.test(domain)) return domain.toLowerCase();
  // The URL standard's mapping drops or maps many characters; only visible letters may reach it.
  if (!/^[\p{L}\p{N}\p{M}.-]{1,253}$/u.test(domain)) return null;
  const ascii = domainToASCII(domain);
  return domainName.test(ascii) ? ascii : null;
}
