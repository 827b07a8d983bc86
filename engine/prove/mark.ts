interface Nodes {
  right(node: number): number;
  down(node: number): number;
}

/** Marks every node that a set is made of. */
export function mark(nodes: Nodes, from: number, marks: Uint8Array): void {
  const waiting = [from];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    // Along a list in a loop: only what is below waits.
    for (let n = node; n < marks.length && !marks[n]; n = nodes.right(n)) {
      marks[n] = 1;
      waiting.push(nodes.down(n));
    }
  }
}
