/** Who counts openings for others: part of the host, path of its pixel, and the name people know. */
const TRACKERS: readonly (readonly [host: RegExp, path: RegExp, name: string])[] = [
  [/(^|\.)list-manage\d*\.com$/u, /^\/track\//u, 'Mailchimp'],
  [/(^|\.)mandrillapp\.com$/u, /^\/track\//u, 'Mandrill'],
  [/(^|\.)sendgrid\.net$/u, /^\/wf\/open/u, 'SendGrid'],
  [/(^|\.)hubspot(email)?\.(com|net)$/u, /\/__ptq\.gif|\/e2t\//u, 'HubSpot'],
  [/(^|\.)(mailgun\.org|mgsend\.net)$/u, /^\/o\//u, 'Mailgun'],
  [/(^|\.)exct\.net$/u, /^\/open\.aspx/u, 'Salesforce'],
  [/(^|\.)(klaviyomail|klaviyo)\.com$/u, /\/open|\/o\//u, 'Klaviyo'],
  [/(^|\.)google-analytics\.com$/u, /./u, 'Google Analytics'],
  [/(^|\.)stibee\.com$/u, /\/(open|count|v\d)/u, 'Stibee'],
  [/(^|\.)awstrack\.me$/u, /./u, 'Amazon SES'],
  [/(^|\.)postmarkapp\.com$/u, /\/open/u, 'Postmark'],
  [/(^|\.)sparkpostmail\d*\.com$/u, /\/q\//u, 'SparkPost'],
  [/(^|\.)mailtrack\.io$/u, /./u, 'Mailtrack'],
  [/(^|\.)yesware\.com$/u, /./u, 'Yesware'],
  [/(^|\.)superhuman\.com$/u, /\/t\//u, 'Superhuman'],
  [/(^|\.)intercom-mail\.com$/u, /\/via\//u, 'Intercom'],
  [/(^|\.)cmail\d*\.com$/u, /^\/t\//u, 'Campaign Monitor'],
  [/(^|\.)rs6\.net$/u, /\/on\.jsp/u, 'Constant Contact'],
];

/** Whose opening counter a picture is, by its address; null when it is nobody's known. */
export function trackerName(url: URL): string | null {
  return (
    TRACKERS.find(
      ([host, path]) => host.test(url.hostname) && path.test(`${url.pathname}${url.search}`),
    )?.[2] ?? null
  );
}
