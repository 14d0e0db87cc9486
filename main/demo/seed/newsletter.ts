/** One issue of a newsletter, as such things are built: tables, inline styles, a preheader, a footer. */
export interface NewsletterIssue {
  readonly number: number;
  readonly title: string;
  readonly lead: string;
  readonly stories: readonly (readonly [title: string, text: string])[];
  readonly heroContentId: string;
}

const story = ([title, text]: readonly [string, string]): string => `
          <tr><td style="padding:20px 32px 0 32px;font-family:Georgia,'Times New Roman',serif;font-size:20px;line-height:26px;color:#2f3b33;">${title}</td></tr>
          <tr><td style="padding:8px 32px 0 32px;font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:24px;color:#4c574f;">${text}</td></tr>
          <tr><td style="padding:12px 32px 0 32px;"><a href="https://thegriddle.example/read" style="font-family:Helvetica,Arial,sans-serif;font-size:14px;color:#b4552d;text-decoration:none;font-weight:bold;">Read on &rarr;</a></td></tr>
          <tr><td style="padding:20px 32px 0 32px;"><div style="height:1px;background:#e6dfd2;line-height:1px;font-size:1px;">&nbsp;</div></td></tr>`;

/** The HTML of an issue: a 600-pixel column on a tinted ground. */
export const newsletterHtml = (issue: NewsletterIssue): string => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>The Griddle ${issue.number}</title>
<style>@media (max-width:620px){.column{width:100% !important}}</style></head>
<body style="margin:0;padding:0;background:#f3eee4;">
<div style="display:none;max-height:0;overflow:hidden;">${issue.lead}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3eee4"><tr><td align="center" style="padding:24px 12px;">
        <table role="presentation" class="column" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#fffdf8" style="border-radius:10px;overflow:hidden;">
          <tr><td bgcolor="#2f3b33" style="padding:26px 32px;"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
            <td style="font-family:Georgia,'Times New Roman',serif;font-size:28px;color:#fffdf8;letter-spacing:1px;">The Griddle</td>
            <td align="right" style="font-family:Helvetica,Arial,sans-serif;font-size:12px;color:#c9bfa8;">No. ${issue.number}<br>every month, flat side up</td></tr></table></td></tr>
          <tr><td><img src="cid:${issue.heroContentId}" width="600" alt="${issue.title}" style="display:block;width:100%;height:auto;border:0;"></td></tr>
          <tr><td style="padding:28px 32px 0 32px;font-family:Georgia,'Times New Roman',serif;font-size:28px;line-height:34px;color:#b4552d;">${issue.title}</td></tr>
          <tr><td style="padding:10px 32px 0 32px;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:26px;color:#4c574f;">${issue.lead}</td></tr>
          <tr><td style="padding:20px 32px 4px 32px;"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#b4552d" style="border-radius:6px;"><a href="https://thegriddle.example/${issue.number}" style="display:inline-block;padding:12px 22px;font-family:Helvetica,Arial,sans-serif;font-size:15px;font-weight:bold;color:#ffffff;text-decoration:none;">Open the issue</a></td></tr></table></td></tr>${issue.stories.map(story).join('')}
          <tr><td style="padding:24px 32px 28px 32px;font-family:Helvetica,Arial,sans-serif;font-size:12px;line-height:19px;color:#8b8573;">You get this because you once left your address on a napkin.<br><a href="https://thegriddle.example/leave" style="color:#8b8573;">Unsubscribe</a> &middot; The Griddle, 3 Iron Yard, Elsewhere</td></tr>
        </table>
</td></tr></table></body></html>
`;

/** The same issue for those who read plain text. */
export const newsletterText = (issue: NewsletterIssue): string =>
  [
    `THE GRIDDLE  No. ${issue.number}`,
    '',
    issue.title,
    issue.lead,
    '',
    ...issue.stories.flatMap(([title, text]) => [`* ${title}`, `  ${text}`, '']),
    'Unsubscribe: https://thegriddle.example/leave',
  ].join('\n');
