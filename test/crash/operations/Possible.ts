/** What may be true after calls that were perhaps not answered: every state that is possible. */
export class Possible<State> {
  #states: readonly State[];

  constructor(state: State) {
    this.#states = [state];
  }

  get all(): readonly State[] {
    return this.#states;
  }

  /** Runs a call that changes the state, whole or not at all; rejects as the call does. */
  async change(apply: (state: State) => State, call: () => Promise<unknown>): Promise<void> {
    const after = this.#states.map(apply);
    const before = this.#states;
    this.#states = [...before, ...after];
    await call();
    this.#states = after;
  }

  /** Looks at what is; false when that is none of the possible states. From then on it is the only one. */
  see(state: State, same: (one: State, other: State) => boolean): boolean {
    const isPossible = this.#states.some((one) => same(one, state));
    this.#states = [state];
    return isPossible;
  }
}
