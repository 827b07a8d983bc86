import { CHILDREN, FIELD, FIRST } from './trie-nodes.ts';
import { NO, type Tries, UNKNOWN } from './tries.ts';

/** What a trie begins with: a node (above 0), a leaf (below 0), or nothing yet. */
export const rootOf = ({ nodes }: Tries, trie: number): number => nodes[trie + 1] ?? UNKNOWN;

/** The field that a node asks for. */
export const fieldOf = ({ nodes }: Tries, node: number): number => nodes[node + FIELD] ?? 0;

/** What a code of its field leads to. */
export const childOf = ({ nodes }: Tries, node: number, code: number): number =>
  code < (nodes[node + CHILDREN] ?? 0) ? (nodes[(nodes[node + FIRST] ?? 0) + code] ?? 0) : UNKNOWN;

/** The codes that were read on the way to a leaf, by field. */
export type Reads = ReadonlyMap<number, number>;

/** Every case of a trie that is known, in order. */
export function eachCase(
  tries: Tries,
  trie: number,
  onCase: (leaf: number, reads: Reads) => void,
): void {
  const reads = new Map<number, number>();
  const visit = (ref: number): void => {
    if (ref === UNKNOWN) return;
    if (ref <= NO) {
      onCase(ref, reads);
      return;
    }
    const field = fieldOf(tries, ref);
    const children = tries.nodes[ref + CHILDREN] ?? 0;
    for (let code = 0; code < children; code++) {
      reads.set(field, code);
      visit(childOf(tries, ref, code));
    }
    reads.delete(field);
  };
  visit(rootOf(tries, trie));
}
