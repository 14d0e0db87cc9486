/** Fills the first screens within one quick step. */
export const FIRST_STEP_MESSAGES = 200;
const MIN_STEP_MESSAGES = 100;
/** The contract's limit. */
const MAX_STEP_MESSAGES = 2000;
/** A step shorter than this leaves room to yield to what the person does; one longer than three of it does not. */
const QUICK_STEP_MS = 700;

/** Messages to ask for next, by how long the last step took from question to commit: grow while it keeps up. */
export function nextStepSize(current: number, tookMs: number): number {
  if (tookMs <= QUICK_STEP_MS) return Math.min(MAX_STEP_MESSAGES, current * 2);
  if (tookMs > QUICK_STEP_MS * 3) return Math.max(MIN_STEP_MESSAGES, Math.floor(current / 2));
  return current;
}
