import type { Relation } from '../learn/relation.ts';
import type { Step } from '../system/system.ts';
import { breachesOf, movesOf } from './cubes.ts';
import type { Diagrams } from './diagrams.ts';
import { Finder } from './find.ts';
import { Images } from './images.ts';
import { Learner } from './learner.ts';
import type { Order } from './order.ts';
import { givenOf } from './places.ts';
import { Preimages } from './preimages.ts';
import { Saturation } from './saturation.ts';
import { Select } from './select.ts';
import { Sets } from './sets.ts';
import { DONE, Transitions } from './transitions.ts';

/** A set that is held for as long as it is somebody's. */
export interface Held {
  set: number;
}

/** What is known of a system, with its fields in one order: sets, steps, and how to learn more. */
export class Knowledge {
  readonly relation: Relation;
  readonly order: Order;
  readonly sets: Sets;
  readonly transitions = new Transitions();
  readonly learner: Learner;
  readonly select: Select;
  readonly images: Images;
  readonly preimages: Preimages;
  /** For each step its nodes, and how much was known of it then. */
  readonly #moves = new Map<Step, { readonly size: number; readonly nodes: readonly number[] }>();

  constructor(
    relation: Relation,
    order: Order,
    diagrams: Diagrams,
    grown: (name: string, trie: number) => void,
    dropped: ReadonlySet<string>,
  ) {
    this.relation = relation;
    this.order = order;
    this.sets = new Sets(diagrams);
    this.learner = new Learner(relation, this.sets, order, grown, dropped);
    this.select = new Select(this.sets, this.transitions);
    this.images = new Images(this.sets, this.transitions);
    this.preimages = new Preimages(this.sets, this.transitions);
  }

  /** What a step does, as far as it is known. */
  movesOf(step: Step): readonly number[] {
    const given = givenOf(this.relation, step);
    if (given === null) return [];
    const size = this.relation.tries.size(step.index);
    const before = this.#moves.get(step);
    if (before?.size === size) return before.nodes;
    const nodes = movesOf(this.relation, this.transitions, this.order, step, given);
    this.#moves.set(step, { size, nodes });
    return nodes;
  }

  /** In what states a step breaks a step property, by its place among those. */
  breachesOf(claim: number, step: Step): readonly number[] {
    const given = givenOf(this.relation, step);
    if (given === null) return [];
    return breachesOf(this.relation, this.transitions, this.order, claim, step, given);
  }

  /** The closure under what is known now. */
  saturation(): Saturation {
    return new Saturation(this.images, this.#tops(), this.#sizes());
  }

  /** The same against the steps. */
  backwards(): Saturation {
    return new Saturation(this.preimages, this.#tops(), this.#sizes());
  }

  /** What steps do; one that touches nothing leads nowhere. */
  #tops(): number[] {
    const moves = this.relation.system.steps.flatMap((step) => this.movesOf(step));
    return moves.filter((top) => top !== DONE);
  }

  /** How many codes each level has. */
  #sizes(): number[] {
    const { dictionaries } = this.relation.structure;
    return this.order.fieldAt.map((field) => dictionaries[field]?.size ?? 1);
  }

  /** The set of the initial state. */
  initial(): number {
    const codes = this.relation.structure.encode(this.relation.system.initial);
    return this.sets.single(this.order.fieldAt.map((field) => codes[field] ?? 0));
  }

  /** Holds a set until it is let go. */
  hold(set: number): Held {
    const held = { set };
    this.sets.diagrams.held.add(held);
    return held;
  }
  letGo(...handles: readonly Held[]): void {
    for (const held of handles) this.sets.diagrams.held.delete(held);
  }

  /** A state of a set, as one code for each field; the least one in the order of the levels. */
  stateIn(set: number): Int32Array | null {
    const codes = new Finder(this.sets.diagrams).find(set, []);
    return codes && Int32Array.from(this.order.levelOf, (level) => codes[level] ?? 0);
  }
}
