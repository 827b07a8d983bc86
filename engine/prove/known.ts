import { eachCase } from '../learn/cases.ts';
import type { Relation } from '../learn/relation.ts';
import { NO, YES } from '../learn/tries.ts';
import type { Claim } from '../system/system.ts';

/**
 * The properties of states and steps that are violated. A case is learned from a state that can be
 * reached, so that one case is enough.
 */
export function brokenOf(relation: Relation): Set<string> {
  const { claims, system } = relation;
  const always = claims.filter(
    ({ kind }, claim) => kind === 'always' && says(relation, relation.claimTrie(claim), NO),
  );
  const across = system.step.filter((_, claim) =>
    system.steps.some(({ index }) => says(relation, relation.stepClaimTrie(claim, index), NO)),
  );
  return new Set([...always, ...across].map(({ property }) => property));
}

/** The goals that are reached. */
export const metOf = (relation: Relation): Set<Claim> =>
  new Set(
    relation.claims.filter(
      ({ kind }, claim) => kind === 'reachable' && says(relation, relation.claimTrie(claim), YES),
    ),
  );

/** Whether a claim has an answer in any state that something was learned from. */
function says(relation: Relation, trie: number, answer: number): boolean {
  let found = false;
  eachCase(relation.tries, trie, (leaf) => {
    found ||= leaf === answer;
  });
  return found;
}
