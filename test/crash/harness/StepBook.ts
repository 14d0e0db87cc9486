import type { SeededRandom } from '../../servers/seededRandom.ts';
import type { StepPlace } from '../faultPort/faultSpec.ts';
import type { Job } from './jobs.ts';

type Steps = Job['steps'];

/** Which disk steps an operation has, and where it was killed already: the least visited come first. */
export class StepBook {
  readonly #known: Map<string, { most: number; kills: number }>;
  readonly #changes = new Map<string, { most: number; kills: number }>();

  constructor(known: Steps) {
    this.#known = new Map(Object.entries(known).map(([name, step]) => [name, { ...step }]));
  }

  /** The steps of one run, in order. */
  add(names: readonly string[]): void {
    const counts = new Map<string, number>();
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    for (const [name, count] of counts) {
      const known = this.#known.get(name) ?? { most: 0, kills: 0 };
      this.#known.set(name, { ...known, most: Math.max(known.most, count) });
      const changed = this.#changes.get(name) ?? { most: 0, kills: 0 };
      this.#changes.set(name, { ...changed, most: Math.max(changed.most, count) });
    }
  }

  /** Where to strike next. */
  choose(random: SeededRandom): StepPlace {
    if (this.#known.size === 0 || random.below(8) === 0) return { name: null, at: 1 + random.below(60) };
    // What the shell keeps for itself holds nothing of the person's: less often.
    const own = [...this.#known].filter(([name]) => !/^(lock|host|sessions)\.json/.test(name));
    const candidates = own.length === 0 || random.below(10) === 0 ? [...this.#known] : own;
    const fewest = Math.min(...candidates.map(([, { kills }]) => kills));
    const names = candidates.filter(([, { kills }]) => kills <= fewest + 1);
    const [name, step] = random.pick(names);
    step.kills += 1;
    const changed = this.#changes.get(name) ?? { most: 0, kills: 0 };
    this.#changes.set(name, { ...changed, kills: changed.kills + 1 });
    return { name, at: 1 + random.below(step.most) };
  }

  /** What this book has added to what it began with. */
  changes(): Steps {
    return Object.fromEntries(this.#changes);
  }
}
