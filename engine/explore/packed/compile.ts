import type { Relation } from '../../learn/relation.ts';
import type { Claim, System } from '../../system/system.ts';
import type { Findings } from './findings.ts';
import { acrossOf, formsOf, groupsOf, judgedOf, type Program } from './program.ts';

/** What has been learned so far and what is still looked for, for the hot loop. */
export function compile(relation: Relation, findings: Findings): Program {
  const { layout, tries, system } = relation;
  return {
    words: layout.words,
    orbits: formsOf(relation),
    steps: system.steps.length,
    nodes: tries.nodes,
    leaves: tries.leaves.array,
    ...groupsOf(relation),
    across: acrossOf(relation, (claim) => findings.isOpen(claim)),
    acrossTries: relation.stepClaimTrie(0, 0),
    judged: judgedOf(relation, findings.wanted(relation)),
  };
}

/** Every claim that needs a trie. */
export const claimsOf = ({ always, reachable, recoverable, leadsTo }: System): Claim[] => [
  ...always,
  ...reachable,
  ...recoverable,
  ...leadsTo.flatMap(({ from, to }) => [from, to]),
];
