const head = (to: string, subject: string, more: readonly string[]): string =>
  [
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${subject.toLowerCase().replaceAll(' ', '-')}@reading.test>`,
    'Date: Sat, 21 Nov 2026 09:00:00 +0000',
    'MIME-Version: 1.0',
    ...more,
  ].join('\r\n');

const html = (page: string): string => `Content-Type: text/html; charset=utf-8\r\n\r\n${page}\r\n`;

/** Mails of every kind the reading pane has something to say about. `port`: a listener on this computer. */
export function readingMails(to: string, port: number): readonly string[] {
  const parcel = `<h1>Your parcel is on its way</h1>
<p><img src="http://127.0.0.1:${port}/hero.png" width="400" height="120" alt="A van on a road"></p>
<p>Follow it: <a href="https://evil.example/login">https://post.example/track</a> or read <a href="https://shop.example/terms">our terms</a>, or call <a href="tel:+821012345678">+82 10-1234-5678</a>.</p>
<div style="background-image:url(http://127.0.0.1/bg.png);padding:20px;background-color:#dde8e6">Thank you for your order.</div>
<img src="https://x.list-manage.com/track/open.php?u=1" width="1" height="1">`;
  return [
    `From: Parcels <parcels@shop.example>\r\n${head(to, 'Your parcel', [
      'List-Unsubscribe: <mailto:leave@shop.example?subject=stop>, <https://shop.example/leave>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    ])}\r\n${html(parcel)}`,
    `From: "boss@bank.example" <mallory@hostile.example>\r\n${head(to, 'Invoice', [])}\r\n${html('<p>Pay now.</p>')}`,
  ];
}
