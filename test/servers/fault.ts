/** Seen from the proxy: what the client sends goes `toServer`, what it gets goes `toClient`. */
export type Direction = 'toServer' | 'toClient';

/** How a connection ends: `end` as an orderly close (FIN), `reset` as a crash of the peer (RST). */
export type CutHow = 'end' | 'reset';

/** What goes wrong with one connection. Offsets count the bytes of that direction from 0. */
export type Fault =
  /** The first `afterBytes` arrive, nothing more, and both sides see the connection end. */
  | {
      readonly kind: 'cut';
      readonly direction: Direction;
      readonly afterBytes: number;
      readonly how?: CutHow;
    }
  /** As `cut`, at the first occurrence of `marker`, which does not arrive itself. For connections without TLS. */
  | {
      readonly kind: 'cutBefore';
      readonly direction: Direction;
      readonly marker: string;
      readonly how?: CutHow;
    }
  /**
   * Asked once for each whole line of that direction, before it goes on. A cut leaves it out or lets it be the last;
   * both sides see the connection end. For connections without TLS.
   */
  | {
      readonly kind: 'eachLine';
      readonly direction: Direction;
      readonly onLine: () => 'pass' | 'cutBefore' | 'cutAfter';
      readonly how?: CutHow;
    }
  /** Each piece waits for the promise (inject a clock, or a promise the test resolves). */
  | { readonly kind: 'delay'; readonly direction: Direction; readonly wait: () => Promise<void> }
  /** The bytes from `atByte` on are replaced; the length stays. */
  | {
      readonly kind: 'garble';
      readonly direction: Direction;
      readonly atByte: number;
      readonly replacement: Uint8Array;
    }
  /** From `afterBytes` on everything is swallowed silently; the connection stays open: a dead peer behind a NAT. */
  | { readonly kind: 'halfOpen'; readonly direction: Direction; readonly afterBytes: number }
  /** The connection is accepted and at once reset, and the server never sees it. */
  | { readonly kind: 'refuse' };

/** What to do with one piece of traffic. */
export interface Passage {
  readonly forward: Buffer;
  readonly cut: CutHow | undefined;
  readonly waits: readonly (() => Promise<void>)[];
}

/**
 * Decides what becomes of `chunk`, which begins at `offset` of its direction; `tail` is what went before it (as long
 * as the longest marker at least). Pure.
 */
export function applyFaults(
  faults: readonly Fault[],
  direction: Direction,
  chunk: Buffer,
  offset: number,
  tail: Buffer,
): Passage {
  const forward = Buffer.from(chunk);
  let keep = forward.length;
  let cut: CutHow | undefined;
  const waits: (() => Promise<void>)[] = [];
  const shorten = (to: number): boolean => {
    if (to > keep) return false;
    keep = Math.max(0, to);
    return true;
  };
  for (const fault of faults) {
    if (fault.kind === 'refuse' || fault.direction !== direction) continue;
    switch (fault.kind) {
      case 'cut':
        if (shorten(fault.afterBytes - offset)) cut = fault.how ?? 'end';
        break;
      case 'cutBefore': {
        const before = tail.subarray(Math.max(0, tail.length - fault.marker.length + 1));
        const at = Buffer.concat([before, chunk]).indexOf(fault.marker, 0, 'latin1');
        if (at >= 0 && shorten(at - before.length)) cut = fault.how ?? 'end';
        break;
      }
      case 'eachLine':
        for (
          let end = chunk.indexOf(0x0a), start = 0;
          end >= 0;
          start = end + 1, end = chunk.indexOf(0x0a, start)
        ) {
          const verdict = fault.onLine();
          if (verdict === 'pass') continue;
          if (shorten(verdict === 'cutBefore' ? start : end + 1)) cut = fault.how ?? 'end';
          break;
        }
        break;
      case 'halfOpen':
        if (shorten(fault.afterBytes - offset) && keep < forward.length) cut = undefined;
        break;
      case 'delay':
        waits.push(fault.wait);
        break;
      case 'garble':
        fault.replacement.forEach((byte, index) => {
          const at = fault.atByte + index - offset;
          if (at >= 0 && at < forward.length) forward[at] = byte;
        });
        break;
    }
  }
  return { forward: forward.subarray(0, keep), cut, waits };
}
