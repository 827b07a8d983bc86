import { hasBit, setBit } from './bits.ts';
import type { Relation } from './relation.ts';

/** For each claim the fields that it has looked at, in any state so far. */
export function looksOf(relation: Relation): number[][] {
  const { claims, structure, tries } = relation;
  const fields = [...structure.paths.keys()];
  return claims.map((_, claim) => {
    const bits = tries.looksAt(relation.claimTrie(claim));
    return fields.filter((field) => hasBit(bits, field));
  });
}

/** Takes over what claims have looked at in an earlier search. */
export function restoreLooks(relation: Relation, looks: readonly (readonly number[])[]): void {
  const { tries } = relation;
  for (const [claim, fields] of looks.entries()) {
    const bits = tries.looksAt(relation.claimTrie(claim));
    for (const field of fields) if (setBit(bits, field)) tries.version += 1;
  }
}
