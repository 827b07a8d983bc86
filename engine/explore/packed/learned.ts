import { hasBit } from '../../learn/bits.ts';
import type { Relation } from '../../learn/relation.ts';

/** What a search has learned of the fields of a state, and of what each step does with them. */
export interface Learned {
  readonly fields: readonly LearnedField[];
  /** By `Step.index`. */
  readonly steps: readonly LearnedStep[];
}

export interface LearnedField {
  /** As `worker.a.at`. */
  readonly path: string;
  /** Every value that it has had, in the order of discovery. */
  readonly values: readonly unknown[];
}

/** Fields by number, ascending, in any state. The label of the step's own thread is no read. */
export interface LearnedStep {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** What is known of the steps of a system so far. */
export function learnedOf({ structure, tries, system, writes }: Relation): Learned {
  const { paths, dictionaries } = structure;
  const among = (bits: Int32Array | undefined) =>
    [...paths.keys()].filter((field) => bits && hasBit(bits, field));
  return {
    fields: paths.map((path, i) => ({ path, values: dictionaries[i]?.values ?? [] })),
    steps: system.steps.map(({ index }) => ({
      reads: among(tries.looksAt(index)),
      writes: among(writes[index]),
    })),
  };
}
