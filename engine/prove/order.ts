/** For each level the field that is there, and for each field its level. */
export interface Order {
  readonly fieldAt: readonly number[];
  readonly levelOf: readonly number[];
}

export function orderOf(fieldAt: readonly number[]): Order {
  const levelOf: number[] = [];
  for (const [level, field] of fieldAt.entries()) levelOf[field] = level;
  return { fieldAt, levelOf };
}

/** Rounds after which an order is taken as it is. */
const ROUNDS = 200;

/**
 * An order in which fields that steps touch together are close to each other: every field moves
 * to the middle of the steps that touch it, and every step to the middle of its fields, until that
 * gives no more.
 *
 * Source: F. Aloul, I. Markov, K. Sakallah, "FORCE: a fast and easy-to-implement variable-ordering
 * heuristic", GLSVLSI 2003.
 * @param edges fields that are touched together
 */
export function force(fields: number, edges: readonly (readonly number[])[]): number[] {
  let order = Array.from({ length: fields }, (_, i) => i);
  let best = order;
  let least = spanOf(order, edges);
  for (let round = 0; round < ROUNDS; round++) {
    const place = placesOf(order);
    const sums = order.map(() => 0);
    const counts = order.map(() => 0);
    for (const edge of edges) {
      const centre = edge.reduce((sum, field) => sum + (place[field] ?? 0), 0) / edge.length;
      for (const field of edge) {
        sums[field] = (sums[field] ?? 0) + centre;
        counts[field] = (counts[field] ?? 0) + 1;
      }
    }
    const goal = (field: number) =>
      counts[field] === 0 ? (place[field] ?? 0) : (sums[field] ?? 0) / (counts[field] ?? 1);
    const next = order.toSorted((a, b) => goal(a) - goal(b) || (place[a] ?? 0) - (place[b] ?? 0));
    if (next.every((field, i) => field === order[i])) break;
    order = next;
    const span = spanOf(order, edges);
    if (span < least) {
      least = span;
      best = order;
    }
  }
  return best;
}

/** How far apart the fields of all edges are, in all. */
export function spanOf(order: readonly number[], edges: readonly (readonly number[])[]): number {
  const place = placesOf(order);
  return edges.reduce((sum, edge) => {
    const places = edge.map((field) => place[field] ?? 0);
    return sum + Math.max(...places) - Math.min(...places);
  }, 0);
}

function placesOf(order: readonly number[]): number[] {
  const places: number[] = [];
  for (const [place, field] of order.entries()) places[field] = place;
  return places;
}
