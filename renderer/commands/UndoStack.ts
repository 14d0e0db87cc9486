/** Keeps the newest changes that can be taken back; older than the limit are forgotten. */
export interface UndoStack {
  push(undo: () => Promise<void>): void;
  /** Takes exactly this one out (its own toast was used). */
  remove(undo: () => Promise<void>): void;
  pop(): (() => Promise<void>) | null;
  readonly size: number;
}

const LIMIT = 50;

export function createUndoStack(): UndoStack {
  const stack: (() => Promise<void>)[] = [];
  return {
    push: (undo) => {
      stack.push(undo);
      if (stack.length > LIMIT) stack.shift();
    },
    remove: (undo) => {
      const at = stack.indexOf(undo);
      if (at !== -1) stack.splice(at, 1);
    },
    pop: () => stack.pop() ?? null,
    get size() {
      return stack.length;
    },
  };
}
