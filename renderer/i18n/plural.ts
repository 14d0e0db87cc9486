/** Picks by English rules: one for exactly 1. Korean has one form and needs none. */
export function plural(count: number, one: string, other: string): string {
  return count === 1 ? one : other;
}
