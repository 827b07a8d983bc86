import type { Given } from './cubes.ts';
import { EMPTY } from './diagrams.ts';
import type { Order } from './order.ts';
import type { Sets } from './sets.ts';

/** Some states of a set, with some fields only. */
export interface Part {
  readonly set: number;
  /** The level of each field that it has, from the top down. */
  readonly levels: ReadonlyMap<number, number>;
}

/**
 * The states of a set that have some codes, with some fields only. Few of all states are at one
 * place: they are taken out before fields are left out. And whatever has all the fields that are
 * asked for is a smaller place to begin than all, so that parts are kept for as long as the set and
 * the codes are the same.
 */
export class Parts {
  readonly #sets: Sets;
  readonly #order: Order;
  /** What was made, held; the first one has every field. */
  #made: Part[] = [];
  #of: { readonly set: number; readonly codes: string } = { set: EMPTY, codes: '' };
  /** Numbers of what is kept of what, for as long as results are remembered. */
  readonly #projections = new Map<string, number>();

  constructor(sets: Sets, order: Order) {
    this.#sets = sets;
    this.#order = order;
  }

  /** The states with every field. */
  get whole(): number {
    return this.#made[0]?.set ?? EMPTY;
  }

  /** From now on parts are those of a set, held by whoever asks, that have some codes. */
  turnTo(set: number, given: Given): void {
    const codes = given.join(' ');
    if (set === this.#of.set && codes === this.#of.codes) return;
    this.letGo();
    this.#of = { set, codes };
    const { fieldAt, levelOf } = this.#order;
    const { diagrams } = this.#sets;
    const base = diagrams.top;
    let part = set;
    for (const [field, code] of given) {
      part = this.#sets.pick(part, levelOf[field] ?? 0, code);
      diagrams.push(0, part);
    }
    diagrams.top = base;
    this.#keep(part, fieldAt);
  }

  /** Holds no part any more. */
  letGo(): void {
    for (const part of this.#made) this.#sets.diagrams.held.delete(part);
    this.#made = [];
    this.#of = { set: EMPTY, codes: '' };
  }

  /** The states with these fields only. */
  with(fields: ReadonlySet<number>): Part {
    const isPart = ({ levels }: Part) => [...fields].every((field) => levels.has(field));
    const [first, ...rest] = this.#made.filter(isPart);
    if (!first) throw new Error('there is no such field');
    const from = rest.reduce((a, b) => (b.levels.size < a.levels.size ? b : a), first);
    if (from.levels.size === fields.size) return from;
    const all = [...from.levels.keys()];
    const keeps = all.map((field) => fields.has(field));
    const set = this.#sets.project(from.set, keeps, this.#idOf(keeps));
    return this.#keep(
      set,
      all.filter((field) => fields.has(field)),
    );
  }

  #keep(set: number, fields: readonly number[]): Part {
    const part = { set, levels: new Map(fields.map((field, level) => [field, level])) };
    this.#sets.diagrams.held.add(part);
    this.#made.push(part);
    return part;
  }

  #idOf(keeps: readonly boolean[]): number {
    const name = keeps.map(Number).join('');
    const id = this.#projections.get(name) ?? this.#projections.size + 1;
    this.#projections.set(name, id);
    return id;
  }
}
