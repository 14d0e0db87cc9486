import { startScriptedSmtpServer, type SmtpScript } from '../../unit/main/smtp/scriptedSmtpServer.ts';
import { corpusFiles, readCorpus } from '../corpora.ts';
import type { Finding, Scenario } from '../scenario.ts';
import { attempt } from './attempt.ts';

/** Where a recorded reply belongs, by its file's name, and what must come of it. */
const places: readonly (readonly [RegExp, (reply: string) => SmtpScript, RegExp])[] = [
  [/greeting/, (greeting) => ({ greeting }), /^accepted$/],
  [/ehlo-failed/, (ehlo) => ({ ehlo }), /^deferred auth\.mechanism$/],
  [/ehlo/, (ehlo) => ({ ehlo }), /^accepted$/],
  [/auth-failed|digest-md5-reset/, (auth) => ({ auth }), /^deferred auth\.wrongPassword$/],
  [/auth-too-weak/, (auth) => ({ auth }), /^deferred auth\.refused$/],
  // A challenge to PLAIN, which has said all it has to say.
  [/auth-digest/, (auth) => ({ auth }), /^deferred auth\.mechanism$/],
  [/auth-login-(user|pass)/, (auth) => ({ auth, extensions: ['AUTH LOGIN'] }), /^accepted$/],
  [/auth/, (auth) => ({ auth }), /^accepted$/],
  [/rcpt/, (rcpt) => ({ rcpt }), /^accepted$/],
  [/mailbox-unavailable/, (rcpt) => ({ rcpt }), /^refused smtp\.recipientRefused$/],
  [/data-done/, (message) => ({ message }), /^accepted$/],
  // VRFY is never asked; its answer is a 250 like any other.
  [/vrfy/, (mail) => ({ mail }), /^accepted$/],
];

export const transcriptScenarios: readonly Scenario[] = corpusFiles('mailkit-smtp-transcripts', '.txt').map(
  (path) => ({
    name: `recorded ${path.replace(/\.txt$/, '')}`,
    run: async (): Promise<Finding> => {
      const reply = (readCorpus(`mailkit-smtp-transcripts/${path}`)?.toString('latin1') ?? '')
        .replace(/\r?\n$/, '')
        .replace(/\r?\n/g, '\r\n');
      const place = places.find(([name]) => name.test(path));
      if (place === undefined) return { outcome: 'not written', broken: ['this suite does not play it'] };
      const server = await startScriptedSmtpServer(place[1](reply));
      try {
        const { words } = await attempt(server.port);
        return { outcome: words, broken: place[2].test(words) ? [] : [words] };
      } finally {
        await server.close();
      }
    },
  }),
);
