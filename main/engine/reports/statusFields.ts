import type { DeliveryAction, RecipientReport } from '../../../preload/contract/index.ts';
import { deliveryCause } from './deliveryCause.ts';

export interface StatusFields {
  readonly envelopeId: string | null;
  readonly recipients: readonly RecipientReport[];
}

type Group = Map<string, string>;

const maximumGroups = 500;

/**
 * The machine-readable part of a delivery report (RFC 3464 section 2; RFC 6533 for addresses in UTF-8). Read as it is
 * found: groups without an empty line between them, addresses with or without type and brackets, no action, a status
 * with words behind it.
 */
export function readStatusFields(text: string): StatusFields {
  const groups: Group[] = [];
  let group: Group = new Map();
  let last = '';
  const close = (): void => {
    if (group.size > 0 && groups.length < maximumGroups) groups.push(group);
    group = new Map();
    last = '';
  };
  for (const line of text.slice(0, 500_000).split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([A-Za-z][\w-]{1,60})[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    if (line.trim() === '') close();
    else if (/^[ \t]/.test(line) && last !== '') group.set(last, `${group.get(last) ?? ''} ${line.trim()}`);
    else if (name !== '') {
      last = name.toLowerCase();
      if (group.has(last)) {
        const isRecipient = /^(final|original)-recipient$/.test(last);
        if (isRecipient) {
          close();
          last = name.toLowerCase();
        }
      }
      if (!group.has(last)) group.set(last, value.trim());
    }
  }
  close();
  const envelopeId = groups.map((one) => one.get('original-envelope-id')).find((id) => id !== undefined);
  return {
    envelopeId: envelopeId === undefined || envelopeId === '' ? null : bare(decodeXtext(envelopeId)),
    recipients: groups.flatMap(toRecipient),
  };
}

function toRecipient(group: Group): RecipientReport[] {
  const original = addressOf(group.get('original-recipient'));
  const final = addressOf(group.get('final-recipient') ?? group.get('x-actual-recipient'));
  const address = original !== '' ? original : final;
  if (address === '') return [];
  const diagnostic = (group.get('diagnostic-code') ?? '').replace(/^(smtp|x-[\w-]+|dns)\s*;\s*/i, '');
  const status = statusIn(group.get('status') ?? '', diagnostic);
  const action = actionOf(group.get('action') ?? '', status);
  const words = `${diagnostic} ${group.get('status') ?? ''} ${group.get('x-supplementary-info') ?? ''}`;
  return [
    { address, action, cause: deliveryCause(status, words), status, diagnostic: diagnostic.slice(0, 1000) },
  ];
}

/** The most telling enhanced code: the far server's own beats the reporter's summary "5.0.0". */
function statusIn(field: string, diagnostic: string): string {
  const code = (text: string): string =>
    /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1] ?? '';
  const given = code(field);
  const inside = code(diagnostic);
  return (given === '' || /^\d\.0\.0$/.test(given)) && inside !== '' ? inside : given;
}

function actionOf(field: string, status: string): DeliveryAction {
  const word = field.toLowerCase();
  if (word.startsWith('deliver')) return 'delivered';
  if (word.startsWith('relay')) return 'relayed';
  if (word.startsWith('expand')) return 'expanded';
  if (word.startsWith('delay')) return 'delayed';
  if (word.startsWith('fail') || status.startsWith('5')) return 'failed';
  return status.startsWith('2') ? 'delivered' : status.startsWith('4') ? 'delayed' : 'failed';
}

/** `rfc822; <bob@example.org>`, `utf-8; …`, `LOCAL;…` or the address alone. */
function addressOf(field: string | undefined): string {
  if (field === undefined) return '';
  const value = field.replace(/^[A-Za-z0-9-]{1,20}\s*;\s*/, '');
  const found = /[^\s<>()[\]:;,"]{1,64}@[^\s<>()[\]:;,"]{1,253}/.exec(decodeXtext(value))?.[0] ?? '';
  return found.slice(0, 320);
}

/** RFC 3461 section 4; a `+` that begins no pair of digits is itself. */
const decodeXtext = (text: string): string =>
  text.replace(/\+([0-9A-F]{2})/g, (_all, hex: string) => {
    const code = parseInt(hex, 16);
    // Only what xtext must encode: `me+20@…` is an address.
    return code === 0x2b || code === 0x3d || code > 0x7e ? String.fromCharCode(code) : _all;
  });

const bare = (id: string): string => id.trim().replace(/^<|>$/g, '');
