import type { ReactNode } from 'react';

/** Naru's mark: a small boat at the landing. Decoration; the name stands beside it. */
export function Mark({ size = 24 }: { readonly size?: number }): ReactNode {
  return <img src="./favicon.svg" alt="" width={size} height={size} draggable={false} />;
}
