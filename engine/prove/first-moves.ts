import { ANY, type Transitions } from './transitions.ts';

const ROW = 3;

/**
 * The steps by the level where they begin and the code that they begin with: pairs of the code that
 * they lead to and the node for what is below.
 */
export function firstMoves(
  transitions: Transitions,
  tops: readonly number[],
  sizes: readonly number[],
): Int32Array[][] {
  const lists = sizes.map((size) => Array.from({ length: size }, (): number[] => []));
  for (const top of new Set(tops)) {
    const level = lists[transitions.level(top)] ?? [];
    for (let at = transitions.first(top); at < transitions.end(top); at += ROW) {
      const [was = ANY, becomes = 0, move = 0] = transitions.rows.subarray(at, at + ROW);
      const from = was === ANY ? level : level.slice(was, was + 1);
      for (const list of from) list.push(becomes, move);
    }
  }
  return lists.map((level) => level.map((list) => Int32Array.from(list)));
}
