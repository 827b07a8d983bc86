import { IntList } from './grow.ts';

/**
 * The first state, in the order of discovery, from which no state of `resting` can be reached;
 * null if there is none. (AG EF: backward reachability over the recorded edges.)
 */
export function firstStuck(
  states: number,
  edges: { readonly from: IntList; readonly to: IntList },
  resting: IntList,
): number | null {
  const { offsets, sources } = incoming(states, edges);
  const reaches = new Uint8Array(states);
  const queue = new IntList();
  const mark = (state: number) => {
    if (reaches[state]) return;
    reaches[state] = 1;
    queue.push(state);
  };
  for (let i = 0; i < resting.length; i++) mark(resting.at(i));
  for (let head = 0; head < queue.length; head++) {
    const state = queue.at(head);
    const end = offsets[state + 1] ?? 0;
    for (let i = offsets[state] ?? 0; i < end; i++) mark(sources[i] ?? 0);
  }
  const stuck = reaches.indexOf(0);
  return stuck < 0 ? null : stuck;
}

/** The edges by target: the sources of state `s` are `sources[offsets[s] … offsets[s+1]]`. */
function incoming(
  states: number,
  { from, to }: { readonly from: IntList; readonly to: IntList },
): { readonly offsets: Int32Array; readonly sources: Int32Array } {
  const offsets = new Int32Array(states + 1);
  for (let i = 0; i < to.length; i++) {
    const slot = to.at(i) + 1;
    offsets[slot] = (offsets[slot] ?? 0) + 1;
  }
  for (let s = 0; s < states; s++) offsets[s + 1] = (offsets[s + 1] ?? 0) + (offsets[s] ?? 0);
  const next = offsets.slice();
  const sources = new Int32Array(to.length);
  for (let i = 0; i < to.length; i++) {
    const target = to.at(i);
    const slot = next[target] ?? 0;
    sources[slot] = from.at(i);
    next[target] = slot + 1;
  }
  return { offsets, sources };
}
