import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** One hostile thing, as HTML or as raw header lines and body of a mail. */
export interface HostileVector {
  readonly id: string;
  readonly html?: string;
  readonly raw?: string;
}

const fixtures = fileURLToPath(new URL('../../fixtures/hostile/', import.meta.url));
const shared = fileURLToPath(new URL('../../../../shared/corpora/', import.meta.url));

/**
 * The vectors of others run where they lie beside the project and are asked for (`npm run test:corpora`); the authored
 * ones always run.
 */
export const runsAll = existsSync(shared) && process.env['NARU_HOSTILE'] === 'all';

/** The function a script that ran would have called. */
export const CANARY = '__canary';

type Row = Readonly<Record<string, unknown>>;
const rows = (path: string): readonly Row[] => JSON.parse(readFileSync(path, 'utf8')) as Row[];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const html = (path: string, field: string): HostileVector[] =>
  rows(path).map((row) => ({ id: text(row['id']), html: text(row[field]) }));

/** The vectors of every corpus at hand, by its name. Placeholders are filled; each vector has a beacon host of its own. */
export function hostileCorpora(): ReadonlyMap<string, readonly HostileVector[]> {
  const found = new Map<string, readonly HostileVector[]>([
    ['authored-leaks', html(`${fixtures}authored-leaks/vectors.json`, 'html')],
    ['authored-active', html(`${fixtures}authored-active/vectors.json`, 'html')],
    [
      'authored-phone-home',
      rows(`${fixtures}authored-phone-home/vectors.json`).map((row) => ({
        id: text(row['id']),
        raw: text(row['raw']),
      })),
    ],
  ]);
  if (runsAll) {
    found.set('httpleaks', [{ id: 'httpleaks', html: readFileSync(`${shared}httpleaks/leak.html`, 'utf8') }]);
    found.set('h5sc', html(`${shared}h5sc/vectors.json`, 'data'));
    found.set('dompurify-expect', html(`${shared}dompurify-expect/vectors.json`, 'payload'));
    const bleach = readdirSync(`${shared}bleach-vectors`).map((name) => ({
      id: `bleach-${name}`,
      html: readFileSync(`${shared}bleach-vectors/${name}`, 'utf8').split('\n--\n')[0] ?? '',
    }));
    found.set('bleach-vectors', bleach);
  }
  return new Map([...found].map(([name, vectors]) => [name, vectors.map(filled)]));
}

function filled(vector: HostileVector): HostileVector {
  const host = `${vector.id.toLowerCase().replaceAll(/[^a-z0-9-]/gu, '-')}.beacon.test`;
  const fill = (value: string): string =>
    value
      .replaceAll('{{U}}', `https://${host}/x`)
      .replaceAll('{{H}}', host)
      .replaceAll('{{X}}', CANARY)
      // Vectors of others call what a browser has; a dialog would stop the run, the canary counts.
      .replaceAll(/\b(alert|confirm|prompt)(?=\s*[(`])/gu, CANARY);
  return {
    id: vector.id,
    ...(vector.html === undefined ? {} : { html: fill(vector.html) }),
    ...(vector.raw === undefined ? {} : { raw: fill(vector.raw) }),
  };
}

/** A mail that holds one vector, with a link of its own to be focused and enough height to be scrolled. */
export function hostileMail(vector: HostileVector, to: string): string {
  const head = `Message-ID: <${vector.id}@hostile.test>\r\nTo: ${to}\r\nMIME-Version: 1.0\r\n`;
  const raw = vector.raw?.replaceAll(/\r?\n/gu, '\r\n');
  const from = raw?.startsWith('From:') === true ? '' : 'From: Mallory <mallory@hostile.test>\r\n';
  const subject = raw?.startsWith('Subject:') === true ? '' : `Subject: ${vector.id}\r\n`;
  if (raw !== undefined) return `${from}${subject}${head}${raw}${raw.includes('\r\n\r\n') ? '' : '\r\n\r\nx'}\r\n`; // prettier-ignore
  const page = `${vector.html ?? ''}<p><a href="https://link.beacon.test/">link</a></p><div style="height:1200px"></div>`;
  const body = Buffer.from(page).toString('base64').replaceAll(/.{76}/gu, '$&\r\n');
  return `${from}${subject}${head}Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`;
}
