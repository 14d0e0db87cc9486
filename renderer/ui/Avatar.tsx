import { UserRound } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { avatarFace } from './avatarFace.ts';
import './Avatar.css';

export interface AvatarProps {
  readonly name: string;
  readonly address: string;
  /** Pixels. */
  readonly size?: number;
}

/** Initials on a calm colour; decoration only, the name always stands beside it. */
export function Avatar({ name, address, size = 32 }: AvatarProps): ReactNode {
  const face = avatarFace(name, address);
  const style = { '--avatar-hue': face.hue, '--avatar-size': `${size}px` } as CSSProperties; // custom properties are not in its type
  return (
    <span className="n-avatar" style={style} aria-hidden>
      {face.initials === '' ? <UserRound size={size * 0.5} strokeWidth={1.75} /> : face.initials}
    </span>
  );
}
