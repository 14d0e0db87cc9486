import { composeDeliveryReport } from '../queue/composeDeliveryReport.ts';
import { composeSeedMail, type SeedMail } from './composeSeedMail.ts';
import { formatInvitation } from './formatInvitation.ts';
import { people } from './people.ts';
import type { StoryPlacer } from './StoryPlacer.ts';

const HOUR_MS = 3_600_000;

/** Midnight (UTC) of the first twelfth of a month after `afterMs`: the story says no month. */
const nextTwelfth = (afterMs: number): number => {
  const after = new Date(afterMs);
  const month = after.getUTCMonth() + (after.getUTCDate() >= 12 ? 1 : 0);
  return Date.UTC(after.getUTCFullYear(), month, 12);
};

const placeInvitation = (placer: StoryPlacer): void => {
  const atMs = placer.daysAgo(1.9);
  const startMs = nextTwelfth(placer.daysAgo(-14)) + 18 * HOUR_MS;
  const description = '13:00 doors\n14:00 the bilig speaks\n16:00 questions, ending at 9';
  placer.put('alice', 'INBOX', [], {
    atMs,
    messageId: placer.messageId(people.bob),
    from: people.bob,
    to: [people.alice],
    cc: [people.ingrid],
    subject: 'Invitation: Fifty years of the Institute, with visiting griddle',
    text: `You are invited: Fifty years of the Institute, with visiting griddle\n\n${description}\n\nNorth windows, Hall B\n`,
    calendar: formatInvitation({
      uid: 'fifty-years@hamburger.edu',
      summary: 'Fifty years of the Institute, with visiting griddle',
      location: 'Hall B, north windows',
      description,
      startMs,
      endMs: startMs + 4 * HOUR_MS,
      createdMs: atMs,
      organizer: people.bob,
      attendees: [people.alice, people.ingrid],
    }),
  });
};

const placeBounce = (placer: StoryPlacer): void => {
  const sent: SeedMail = {
    atMs: placer.daysAgo(17),
    messageId: placer.messageId(people.alice),
    from: people.alice,
    to: [{ name: 'Bob Ferris', address: 'bod@hamburger.edu', zoneMinutes: -300 }],
    subject: 'The green chairs',
    text: 'Bob,\n\nthe chairs have come. They are blue. Everyone says they are green. Pray for us.\n\nAlice\n',
  };
  placer.put('alice', 'Sent', ['\\Seen'], sent);
  const nowMs = sent.atMs + 4000;
  const report = composeDeliveryReport({
    serverName: 'crepes.fr',
    remoteName: 'hamburger.edu',
    sender: people.alice.address,
    source: composeSeedMail(sent),
    queuedAtMs: sent.atMs,
    nowMs,
    id: 'seed-bounce',
    outcomes: [
      {
        recipient: 'bod@hamburger.edu',
        action: 'failed',
        text: '550 5.1.1 There is no bod@hamburger.edu here',
        expired: false,
      },
    ],
  }).toString('latin1');
  const contentType = /^Content-Type: (multipart\/report.*)\r$/m.exec(report)?.[1] ?? '';
  placer.put('alice', 'INBOX', ['\\Seen'], {
    atMs: nowMs,
    messageId: '<seed-bounce@crepes.fr>',
    from: { name: 'Mail delivery at crepes.fr', address: 'postmaster@crepes.fr', zoneMinutes: 0 },
    to: [people.alice],
    subject: 'Not delivered: your message to bod@hamburger.edu',
    headers: [
      ['Return-Path', '<>'],
      ['Auto-Submitted', 'auto-replied'],
    ],
    raw: { contentType, body: report.slice(report.indexOf('\r\n\r\n') + 4) },
  });
};

const placeJunk = (placer: StoryPlacer): void => {
  placer.put('alice', 'Junk', [], {
    atMs: placer.daysAgo(5.4),
    messageId: placer.messageId(people.phish),
    from: people.phish,
    to: [people.alice],
    subject: 'Your account has been limited: act within 24 hours',
    headers: [['Reply-To', 'help-desk@free-mailbox.example']],
    text: 'Dear customer, your account is limited. Confirm now: https://www.banque-horizon.example/login\n',
    html: '<div style="font-family:Arial"><p style="color:#b00"><b>Dear customer,</b></p><p>we noticed unusual activities. Your account will be <b>closed in 24 hours</b>.</p><p><a href="http://203.0.113.66/bh/login.php?id=alice">https://www.banque-horizon.example/login</a></p><form action="http://203.0.113.66/bh/steal"><input name="pin" placeholder="PIN"><button>Confirm</button></form><p>Banque Horizon Security Team</p></div>\n',
  });
  placer.put('alice', 'INBOX', [], {
    atMs: placer.daysAgo(0.6),
    messageId: placer.messageId(people.deals),
    from: people.deals,
    to: [people.alice],
    subject: 'Alice, your whisk misses you 🥚',
    headers: [['List-Unsubscribe', '<https://whiskandbeyond.example/u/8f3c>']],
    text: 'Come back: 20 % off all whisks until Sunday. https://whiskandbeyond.example/\n',
    html: '<table width="100%" bgcolor="#fff4f0"><tr><td align="center" style="padding:32px;font-family:Helvetica,Arial,sans-serif"><h1 style="color:#d1495b;margin:0">Your whisk misses you</h1><p style="font-size:18px;color:#444">20&nbsp;% off everything round, until Sunday.</p><a href="https://click.whiskandbeyond.example/t/8f3c?u=alice%40crepes.fr" style="background:#d1495b;color:#fff;padding:14px 28px;border-radius:24px;text-decoration:none">Whisk me away</a><br><img src="https://img.whiskandbeyond.example/banner.jpg" width="520" height="180" alt="Whisks"><img src="https://open.whiskandbeyond.example/p.gif?m=8f3c&amp;u=alice%40crepes.fr" width="1" height="1" alt=""></td></tr></table>\n',
  });
  for (const [index, subject] of [
    'You have won 4,000 spatulas',
    'Re: Re: invoice (URGENT)',
    'Grow your batter OVERNIGHT',
  ].entries()) {
    placer.put('alice', 'Junk', ['\\Seen'], {
      atMs: placer.daysAgo(11 + index * 6),
      messageId: placer.messageId(people.deals),
      from: { name: 'Lucky Kitchen', address: `winner${index}@lucky-kitchen.example`, zoneMinutes: 0 },
      to: [people.alice],
      subject,
      text: 'Dear Sir or Madam, you are the one. Reply with your full name and the size of your pan.\n',
    });
  }
};

const placeOldEncodings = (placer: StoryPlacer): void => {
  placer.put('alice', 'INBOX', ['\\Seen'], {
    atMs: placer.daysAgo(87),
    messageId: placer.messageId(people.jaewon),
    from: people.jaewon,
    to: [people.alice],
    subject: '옛 컴퓨터에서 보냅니다',
    charset: 'euc-kr',
    text: '앨리스 님,\n\n집 컴퓨터가 고장 나서 마을회관의 오래된 컴퓨터로 씁니다. 글자가 깨지지 않고 잘 도착하면 좋겠습니다.\n\n메밀은 잘 마르고 있습니다. 다음 주에 부치겠습니다.\n\n재원 드림\n',
  });
};

const placeForwardAndDrafts = (placer: StoryPlacer): void => {
  const original: SeedMail = {
    atMs: placer.daysAgo(52),
    messageId: placer.messageId(people.lena),
    from: people.lena,
    to: [people.soizic],
    subject: 'Un potimarron nommé Gérard',
    text: 'Chère Soizic, il pèse neuf kilos et personne n’ose le couper. Alice le voudrait-elle ?\n\nLéna\n',
  };
  const boundary = '=_forward_seed';
  placer.put('alice', 'INBOX', ['\\Seen', '$Forwarded'], {
    atMs: placer.daysAgo(51.5),
    messageId: placer.messageId(people.soizic),
    from: people.soizic,
    to: [people.alice],
    subject: 'Fwd: Un potimarron nommé Gérard',
    raw: {
      contentType: `multipart/mixed; boundary="${boundary}"`,
      body: [
        `--${boundary}`,
        'Content-Type: text/plain; charset=us-ascii',
        '',
        'Ma cherie, il est pour toi si tu viens le chercher. Maman',
        `--${boundary}`,
        'Content-Type: message/rfc822',
        'Content-Disposition: attachment',
        '',
        composeSeedMail(original).toString('latin1'),
        `--${boundary}--`,
      ].join('\r\n'),
    },
  });
  const drafts = [
    [
      'For the programme of the twelfth',
      'Dear Ingrid,\n\nplease announce me as “a cook”, not as “the buckwheat component”.\n\n',
    ],
    ['민지 씨에게', '민지 씨,\n\n4월 2일 맞아요! I land at 11:20 and I bring\n'],
  ] as const;
  for (const [index, [subject, text]] of drafts.entries()) {
    placer.put('alice', 'Drafts', ['\\Draft', '\\Seen'], {
      atMs: placer.daysAgo(0.9 - index * 0.5),
      messageId: placer.messageId(people.alice),
      from: people.alice,
      to: [index === 0 ? people.ingrid : people.minji],
      subject,
      text,
    });
  }
  placer.put('alice', 'Trash', ['\\Seen'], {
    atMs: placer.daysAgo(24),
    messageId: placer.messageId(people.lena),
    from: people.lena,
    to: [people.alice],
    subject: 'Lost: one umbrella, patterned with herons',
    text: 'Left at stall 14. The herons look worried.\n\nLéna\n',
  });
};

/** The messages that are there because a mail program must cope with them. */
export const placeSpecials = (placer: StoryPlacer): void => {
  placeInvitation(placer);
  placeBounce(placer);
  placeJunk(placer);
  placeOldEncodings(placer);
  placeForwardAndDrafts(placer);
};
