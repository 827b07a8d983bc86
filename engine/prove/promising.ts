import type { System } from '../system/system.ts';
import { FIXED_ORDERS, type FixedOrder } from './orders.ts';

/** How many times the nodes of the best order a bad one needs. */
const BAD = 3;
/** Ids of a sort in the models that orders are tried on, one after the other. */
const TRIED = [1, 2, 3];

/** How many nodes the states of a system have in each order; none where they are too many. */
type NodesIn = (system: System, orders: readonly FixedOrder[]) => ReadonlyMap<FixedOrder, number>;

/**
 * The orders of the fields that are worth a try. They are tried on the same model with one id of
 * each sort, with two and with three, where those are smaller models. Bad ones are dropped on the
 * way; of the others that one is best which would need least if nodes went on to grow as they do.
 * All that are left are given back where there is no second model to see them grow.
 */
export function promising(
  smaller: (most: number) => System | null,
  nodesIn: NodesIn,
): readonly FixedOrder[] {
  let orders: readonly FixedOrder[] = FIXED_ORDERS;
  let before: ReadonlyMap<FixedOrder, number> | null = null;
  let best: FixedOrder | null = null;
  for (const most of TRIED) {
    const system = smaller(most);
    if (!system || orders.length < 2) break;
    const nodes = nodesIn(system, orders);
    const known = before;
    const needs = (order: FixedOrder) => {
      const now = nodes.get(order) ?? Infinity;
      return known ? now ** 2 / (known.get(order) ?? 1) : now;
    };
    const least = Math.min(...orders.map(needs));
    // Where all of them are too large, this model says nothing.
    if (least === Infinity) break;
    orders = orders.filter((order) => needs(order) <= BAD * least);
    if (known) best = orders.find((order) => needs(order) === least) ?? best;
    before = nodes;
  }
  return best ? [best] : orders;
}
