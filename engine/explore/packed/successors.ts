import { pack } from '../../learn/layout.ts';
import type { Relation } from '../../learn/relation.ts';
import { NO, UNKNOWN } from '../../learn/tries.ts';
import type { Step } from '../../system/system.ts';

/**
 * Takes the steps of single states, for whoever needs them outside of the hot loop. What has not
 * been learned yet is learned on the way, so that the layout may change under a packed state: all
 * here is in codes.
 */
export class Successors {
  readonly #relation: Relation;
  #packed = new Int32Array(0);

  constructor(relation: Relation) {
    this.#relation = relation;
  }

  /** What the trie of a step says of a state. */
  known(step: Step, codes: Int32Array): number {
    const { relation, packed } = this.#pack(codes);
    return relation.tries.find(step.index, packed, 0);
  }

  /** The leaf of a step in a state, learned if need be; NO if it cannot run. */
  leaf(step: Step, codes: Int32Array): number {
    const known = this.known(step, codes);
    if (known !== UNKNOWN) return known;
    this.#relation.learnStep(step, codes);
    return this.known(step, codes);
  }

  /** The state after a step; null if it cannot run. */
  take(step: Step, codes: Int32Array): Int32Array | null {
    const ref = this.leaf(step, codes);
    return ref === NO ? null : this.after(ref, codes);
  }

  /** The state that a leaf makes of a state. */
  after(ref: number, codes: Int32Array): Int32Array {
    const { leaves } = this.#relation.tries;
    const { fields, codes: written } = leaves.writes(leaves.array[-1 - ref] ?? 0);
    const after = codes.slice();
    for (const [i, field] of fields.entries()) after[field] = written[i] ?? 0;
    return after;
  }

  /** The steps whose thread stands at their label, and those of no thread, in order. */
  candidates(codes: Int32Array): Step[] {
    const { system, structure } = this.#relation;
    const free = system.steps.filter(({ thread }) => thread === null);
    const own = system.threads.flatMap(({ field: table, id }) => {
      const field = this.#relation.labelField(table, id);
      const label = field === null ? null : structure.value(field, codes[field] ?? 0);
      return system.steps.filter(
        ({ thread, body: { point } }) =>
          thread === id && point?.field === table && point.label === label,
      );
    });
    return [...free, ...own];
  }

  #pack(codes: Int32Array): { relation: Relation; packed: Int32Array } {
    const relation = this.#relation;
    const { words } = relation.layout;
    if (this.#packed.length !== words) this.#packed = new Int32Array(words);
    pack(relation.layout, codes, this.#packed);
    return { relation, packed: this.#packed };
  }
}
