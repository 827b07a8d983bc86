import { IntList } from '../grow.ts';

/** What of a graph is asked here; see `Graph`. */
interface Edges {
  readonly size: number;
  successors(state: number, out: number[]): void;
}

/**
 * For each of up to 31 goals, the first state from which no state of the goal can be reached; null
 * where there is none. (AG EF. States are looked at from the last one back, so that most of them
 * have a successor of which the answer is known; only the edges of the others are kept.)
 *
 * @param goals the goals that a state itself is of, as bits
 */
export function firstStuck(graph: Edges, count: number, goals: (state: number) => number) {
  const { size } = graph;
  const all = 2 ** count - 1;
  const reaches = new Int32Array(size);
  for (let state = 0; state < size; state++) reaches[state] = goals(state);
  const waiting = new Waiting(size);
  const out: number[] = [];
  for (let state = size - 1; state >= 0; state--) {
    if (reaches[state] === all) continue;
    out.length = 0;
    graph.successors(state, out);
    let bits = reaches[state] ?? 0;
    for (let i = 1; i < out.length; i += 2) bits |= reaches[out[i] ?? 0] ?? 0;
    if (bits !== all) for (let i = 1; i < out.length; i += 2) waiting.on(out[i] ?? 0, state);
    if (bits !== reaches[state]) {
      reaches[state] = bits;
      waiting.tell(state, reaches);
    }
  }
  return Array.from({ length: count }, (_, goal) => {
    const state = reaches.findIndex((bits) => (bits & (1 << goal)) === 0);
    return state < 0 ? null : state;
  });
}

/** Which states wait to hear what a state reaches. */
class Waiting {
  readonly #first: Int32Array;
  readonly #next = new IntList();
  readonly #who = new IntList();

  constructor(size: number) {
    this.#first = new Int32Array(size).fill(-1);
  }

  on(state: number, who: number): void {
    this.#next.push(this.#first[state] ?? -1);
    this.#first[state] = this.#next.length - 1;
    this.#who.push(who);
  }

  /** Passes on what a state reaches, as far as that is news. */
  tell(state: number, reaches: Int32Array): void {
    const queue = [state];
    for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
      for (let i = this.#first[from] ?? -1; i >= 0; i = this.#next.at(i)) {
        const who = this.#who.at(i);
        const bits = (reaches[who] ?? 0) | (reaches[from] ?? 0);
        if (bits === reaches[who]) continue;
        reaches[who] = bits;
        queue.push(who);
      }
    }
  }
}
