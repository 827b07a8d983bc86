import type { Layout } from '../../learn/layout.ts';
import type { Relation } from '../../learn/relation.ts';
import type { Claim, System } from '../../system/system.ts';
import type { Findings } from './findings.ts';
import { acrossOf, formsOf, groupsOf, judgedOf, type Program } from './program.ts';

type Groups = Pick<Program, 'groups' | 'groupCount'>;
type Judging = Pick<Program, 'across' | 'judged'>;

/**
 * Makes programs of what has been learned so far and what is still looked for. While a search is
 * young it learns all the time: what has not changed is taken over.
 */
export class Compiler {
  readonly #relation: Relation;
  readonly #findings: Findings;
  #layout: Layout | null = null;
  #labels = -1;
  #groups: Groups = { groups: new Int32Array(0), groupCount: 0 };
  #version = -1;
  #found = -1;
  #judging: Judging = { across: new Int32Array(0), judged: new Int32Array(0) };

  constructor(relation: Relation, findings: Findings) {
    this.#relation = relation;
    this.#findings = findings;
  }

  program(): Program {
    const { layout, tries, system } = this.#relation;
    const { groups, groupCount } = this.#groupsNow();
    const { across, judged } = this.#judgingNow();
    // Key by key: what a spread makes has a hidden class of its own, and the hot loop, compiled for
    // one class, would be compiled again for each program.
    return {
      words: layout.words,
      orbits: formsOf(this.#relation),
      steps: system.steps.length,
      nodes: tries.nodes,
      leaves: tries.leaves.array,
      groups,
      groupCount,
      across,
      acrossTries: this.#relation.stepClaimTrie(0, 0),
      judged,
    };
  }

  #groupsNow(): Groups {
    const { layout, labelCount } = this.#relation;
    if (layout !== this.#layout || labelCount !== this.#labels) {
      this.#layout = layout;
      this.#labels = labelCount;
      this.#groups = groupsOf(this.#relation);
    }
    return this.#groups;
  }

  #judgingNow(): Judging {
    const { version } = this.#relation.tries;
    const { count } = this.#findings;
    if (version !== this.#version || count !== this.#found) {
      this.#version = version;
      this.#found = count;
      this.#judging = {
        across: acrossOf(this.#relation, (claim) => this.#findings.isOpen(claim)),
        judged: judgedOf(this.#relation, this.#findings.wanted(this.#relation)),
      };
    }
    return this.#judging;
  }
}

/** Every claim that needs a trie. */
export const claimsOf = ({ always, reachable, recoverable, leadsTo }: System): Claim[] => [
  ...always,
  ...reachable,
  ...recoverable,
  ...leadsTo.flatMap(({ from, to }) => [from, to]),
];
