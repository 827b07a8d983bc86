import type { Relation } from './relation.ts';

/** Nodes and leaves that one trie may have before it is given up and begun again. */
export const TRIE_LIMIT = 200_000;

/**
 * Gives up what has outgrown the limit, so that memory stays bounded: for what comes, its recipe is
 * run again. Whether anything was given up.
 */
export function trim(relation: Relation, limit = TRIE_LIMIT): boolean {
  const { tries, system, claims } = relation;
  const { length } = system.steps;
  const large = [...Array(tries.count).keys()].filter((trie) => tries.size(trie) > limit);
  for (const trie of large) {
    const across = Math.floor((trie - relation.stepClaimTrie(0, 0)) / length);
    const claim = claims[trie - length]?.property ?? system.step[across]?.property;
    relation.rerun.add(system.steps[trie]?.name ?? claim ?? '');
    tries.clear(trie);
  }
  if (large.length > 0) tries.compact();
  return large.length > 0;
}
