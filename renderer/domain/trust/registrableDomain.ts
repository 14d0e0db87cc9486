/**
 * Second-level names under which countries register (co.kr, ac.uk, com.au). Short and general instead of the whole
 * Public Suffix List: a name of this kind below a two-letter country code is never somebody's own.
 */
const SECOND_LEVEL = new Set(
  'ac co com edu go gob gouv gov gub govt gr id in info ltd me mil ne net nic nom or org pe plc re sch school seoul busan web'.split(
    ' ',
  ),
);

/** Suffixes under which strangers get names of their own, so that what they share says nothing. */
const SHARED = new Set(
  (
    'appspot.com azurewebsites.net blogspot.com cloudfront.net firebaseapp.com github.io gitlab.io glitch.me ' +
    'herokuapp.com netlify.app ngrok.io onrender.com pages.dev r2.dev surge.sh trycloudflare.com tistory.com ' +
    'vercel.app web.app weebly.com wixsite.com workers.dev wordpress.com duckdns.org'
  ).split(' '),
);

/** The part of a host name somebody registered (`a.b.example.co.kr` -> `example.co.kr`); an address stands for itself. */
export function registrableDomain(host: string): string {
  const name = host.toLowerCase().replace(/\.+$/u, '');
  if (name.startsWith('[') || /^[\d.]+$/u.test(name)) return name;
  const labels = name.split('.');
  const [top = '', second = ''] = [labels.at(-1), labels.at(-2)];
  const isPublicPair =
    (top.length === 2 && labels.length > 2 && SECOND_LEVEL.has(second)) || SHARED.has(`${second}.${top}`);
  return labels.slice(isPublicPair ? -3 : -2).join('.');
}

/** Whether two hosts belong to one owner. */
export const sameOwner = (one: string, other: string): boolean =>
  registrableDomain(one) === registrableDomain(other);
