import type { SeedAttachment, SeedMail } from './composeSeedMail.ts';
import type { OwnerKey, PersonKey } from './people.ts';

export interface StoryPost {
  readonly by: PersonKey;
  /** Since the post before. */
  readonly afterHours: number;
  readonly text: string;
  /** A picture shown in the text, which makes this an HTML message. */
  readonly picture?: SeedAttachment;
  readonly attachments?: readonly SeedAttachment[];
  /** Plain text that reflows (RFC 3676). */
  readonly flowed?: boolean;
}

/** A conversation. Each post goes to everyone named but its author; the seeded ones find it in their mailboxes. */
export interface StoryThread {
  readonly subject: string;
  readonly daysAgo: number;
  readonly among: readonly [PersonKey, PersonKey, ...PersonKey[]];
  /** Where alice keeps what she received of it. Default: INBOX. */
  readonly folder?: string;
  /** How many of the last posts nobody has opened yet. */
  readonly unread?: number;
  readonly starred?: boolean;
  readonly posts: readonly [StoryPost, ...StoryPost[]];
}

/** One message and where it lies. */
export interface PlacedMail {
  readonly owner: OwnerKey;
  readonly folder: string;
  readonly flags: readonly string[];
  readonly mail: SeedMail;
}

export const RECIPES_FOLDER = '레시피';
export const SUPPLIERS_FOLDER = 'Crêperie/Fournisseurs';
export const BOOKINGS_FOLDER = 'Crêperie/Réservations';
