/** The part of nodemailer's handler context that is used. */
interface LoginContext {
  readonly auth: { readonly credentials: { readonly user: string; readonly pass: string } };
  readonly sendCommand: (command: string) => Promise<{ readonly status: number }>;
}

/**
 * The name under which the handler is given to nodemailer. Under its own name nodemailer would take the first method
 * the server offers instead, and send the token as a password.
 */
export const tokenMethod = 'NARU-XOAUTH2';

/** SASL XOAUTH2 with an access token that is at hand; fetching and refreshing tokens happens elsewhere. */
export const xoauth2 = async (context: LoginContext): Promise<void> => {
  const { user, pass } = context.auth.credentials;
  const token = Buffer.from(`user=${user}\u0001auth=Bearer ${pass}\u0001\u0001`, 'utf8').toString('base64');
  let reply = await context.sendCommand(`AUTH XOAUTH2 ${token}`);
  // The reason comes as a challenge; an empty answer brings the verdict.
  if (reply.status === 334) reply = await context.sendCommand('');
  if (reply.status < 200 || reply.status >= 300) throw new Error('the access token was refused');
};
