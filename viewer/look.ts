import type { Light, Mark, Walk } from '../traces/viewer/data.ts';
import { at } from '../traces/viewer/since.ts';
import { States } from '../traces/viewer/states.ts';

/** A field of a state. */
export interface Field {
  readonly path: string;
  readonly keys: readonly string[];
  readonly value: unknown;
}

/** How a property stands in a state, and since which one it does. */
export interface LightAt extends Pick<Light, 'property' | 'kind'> {
  readonly from: number;
  readonly mark: Mark;
  /** The conjuncts and ids that it is said of. */
  readonly of: readonly string[];
}

/** A walk with what a reader of it asks again and again. */
export class Look {
  readonly walk: Walk;
  readonly #states: States;
  /** By path, the steps that changed it. */
  readonly #writers = new Map<string, number[]>();

  constructor(walk: Walk) {
    this.walk = walk;
    this.#states = new States(walk);
    for (const [i, { diff }] of walk.steps.entries()) {
      for (const [path] of diff) {
        const key = path.join('.');
        const known = this.#writers.get(key);
        if (known) known.push(i + 1);
        else this.#writers.set(key, [i + 1]);
      }
    }
  }

  get length(): number {
    return this.walk.steps.length;
  }

  /** The number of the state that a step forwards leads to; a loop is gone round. */
  next(step: number): number {
    const { loop } = this.walk;
    if (step < this.length) return step + 1;
    return loop !== null && loop < this.length ? loop + 1 : step;
  }

  state(step: number) {
    return this.#states.at(step);
  }

  /** All fields of a state in order. */
  fields(step: number): Field[] {
    return flat(this.state(step), []);
  }

  /** The paths that a step changed. */
  changed(step: number): ReadonlySet<string> {
    return new Set(this.walk.steps[step - 1]?.diff.map(([path]) => path.join('.')) ?? []);
  }

  /** The last step up to `step` that changed a field; null: it is as at the beginning. */
  since(path: string, step: number): number | null {
    return this.#writers.get(path)?.findLast((each) => each <= step) ?? null;
  }

  /** The rows of a card in a state, and what those that changed were before. */
  card(index: number, step: number) {
    const rows: Record<string, unknown> = Object.create(null);
    const was: Record<string, unknown> = Object.create(null);
    for (const [from, some] of this.walk.cards[index]?.rows ?? []) {
      if (from > step) break;
      if (from === step && step > 0) {
        for (const name of Object.keys(some)) was[name] = rows[name];
      }
      Object.assign(rows, some);
    }
    return { rows, was };
  }

  /** Where a thread stands, and whether that is outside every routine. */
  label(thread: Walk['threads'][number], step: number) {
    let value: unknown = this.state(step);
    for (const key of thread.at) value = (value as Record<string, unknown> | undefined)?.[key];
    const label = typeof value === 'string' ? value : '';
    return { label, isHome: thread.homes.includes(label) };
  }

  refused(step: number) {
    return (at(this.walk.refused, step) ?? []).flatMap((i) => this.walk.refusals[i] ?? []);
  }

  enabled(step: number) {
    return (at(this.walk.enabled, step) ?? []).flatMap((i) => this.walk.choices[i] ?? []);
  }

  lights(step: number): LightAt[] {
    return this.walk.lights.map(({ property, kind, marks }) => {
      const [from] = marks.findLast(([since]) => since <= step) ?? [0];
      const { mark = 'holds', of = [] } = at(marks, step) ?? {};
      return { property, kind, from, mark, of };
    });
  }
}

function flat(tree: Readonly<Record<string, unknown>>, above: readonly string[]): Field[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const keys = [...above, key];
    const isTree = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isTree) return flat(value as Record<string, unknown>, keys);
    return [{ path: keys.join('.'), keys, value }];
  });
}

/** `name + "mutation"`. */
export const nameOf = ({ protocol, mutation }: Pick<Walk, 'protocol' | 'mutation'>): string =>
  mutation === null ? protocol : `${protocol} + “${mutation}”`;
