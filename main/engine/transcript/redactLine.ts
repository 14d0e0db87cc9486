import type { Protocol } from '../../../preload/contract/index.ts';

const MASK = '••••';

/**
 * Masks what must not be read over a shoulder: the arguments of LOGIN, AUTHENTICATE, AUTH, PASS and APOP. A
 * continuation of an authentication is a line on its own (base64); connections pass it as `AUTH-DATA …`.
 */
export function redactLine(protocol: Protocol, direction: 'sent' | 'received', line: string): string {
  if (direction === 'received') return line;
  if (line.startsWith('AUTH-DATA')) return MASK;
  switch (protocol) {
    case 'imap':
      return line
        .replace(/^(\S+ LOGIN) .*/is, `$1 ${MASK}`)
        .replace(/^(\S+ AUTHENTICATE \S+) .+/is, `$1 ${MASK}`);
    case 'pop3':
      return line.replace(/^(PASS) .*/is, `$1 ${MASK}`).replace(/^(APOP|AUTH) (\S+) .+/is, `$1 $2 ${MASK}`);
    case 'smtp':
      return line.replace(/^(AUTH \S+) .+/is, `$1 ${MASK}`);
  }
}
