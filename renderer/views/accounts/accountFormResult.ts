import { AccountDraft, type AccountSecrets, type ServerSettings } from '../../../preload/contract/index.ts';
import { isMailAddress } from '../../domain/composing/address.ts';
import type { AccountForm, ServerFields, Side } from './accountForm.ts';

export type ServerProblem = 'hostMissing' | 'hostInvalid' | 'portInvalid' | 'userMissing';

/** What keeps the form from going on, by field. */
export interface FormProblems {
  readonly address?: 'missing' | 'invalid';
  readonly password?: 'missing';
  readonly outgoingPassword?: 'missing';
  readonly incoming: readonly ServerProblem[];
  readonly outgoing: readonly ServerProblem[];
  readonly plainText: boolean;
}

/** The sides that would send the password unprotected. */
export function plainTextSides(form: AccountForm): readonly Side[] {
  return (['incoming', 'outgoing'] as const).filter((side) => form[side].security === 'none');
}

/** Everything wrong with what was typed, for the step the form is at (servers count from `choose` on). */
export function formProblems(form: AccountForm): FormProblems {
  const address = form.address.trim();
  const withServers = form.step !== 'details';
  return {
    ...(address === '' ? { address: 'missing' } : isMailAddress(address) ? {} : { address: 'invalid' }),
    ...(form.password === '' ? { password: 'missing' } : {}),
    ...(withServers && form.outgoingPassword === '' ? { outgoingPassword: 'missing' } : {}),
    incoming: withServers ? serverProblems(form.incoming) : [],
    outgoing: withServers ? serverProblems(form.outgoing) : [],
    plainText: withServers && plainTextSides(form).length > 0 && !form.plainTextAccepted,
  };
}

export function hasProblems(problems: FormProblems): boolean {
  const { incoming, outgoing, plainText, ...fields } = problems;
  return plainText || incoming.length + outgoing.length + Object.keys(fields).length > 0;
}

/** What the host gets, or null while something is wrong. The result satisfies the contract's schema. */
export function accountOf(
  form: AccountForm,
): { readonly account: AccountDraft; readonly secrets: AccountSecrets } | null {
  if (hasProblems(formProblems(form))) return null;
  const address = form.address.trim();
  const server = serverOf(form.incoming);
  const parsed = AccountDraft.safeParse({
    label: address.slice(0, 200),
    incoming:
      form.protocol === 'imap' ? { protocol: 'imap', server } : { protocol: 'pop3', server, ...form.pop3 },
    outgoing: serverOf(form.outgoing),
    identities: [{ id: 'main', name: form.name.trim().slice(0, 200), address, replyTo: null, signature: '' }],
  });
  if (!parsed.success) return null;
  return {
    account: parsed.data,
    secrets: { incoming: form.password, outgoing: form.outgoingPassword ?? form.password },
  };
}

function serverProblems({ host, port, user, auth }: ServerFields): ServerProblem[] {
  const problems: ServerProblem[] = [];
  const name = host.trim();
  if (name === '') problems.push('hostMissing');
  else if (name.length > 253 || !/^[A-Za-z0-9._:[\]-]+$/u.test(name)) problems.push('hostInvalid');
  const number = Number(port.trim());
  if (!/^\d{1,5}$/u.test(port.trim()) || number < 1 || number > 65_535) problems.push('portInvalid');
  if (auth !== 'none' && user.trim() === '') problems.push('userMissing');
  return problems;
}

const serverOf = (fields: ServerFields): ServerSettings => ({
  host: fields.host.trim(),
  port: Number(fields.port.trim()),
  security: fields.security,
  user: fields.user.trim(),
  // The form asks for a password; a proposal that can only do OAuth says so in its hint.
  auth: fields.auth === 'oauth2' ? 'password' : fields.auth,
  pinnedCertificate: fields.pinnedCertificate,
});
