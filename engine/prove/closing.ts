import { claimsOf } from '../explore/packed/compile.ts';
import type { TooMany } from '../explore/verdict.ts';
import { hasBit } from '../learn/bits.ts';
import { Relation } from '../learn/relation.ts';
import type { System } from '../system/system.ts';
import { Diagrams, EMPTY } from './diagrams.ts';
import { type Held, Knowledge } from './knowledge.ts';
import { CASE_LIMIT, type ProveOptions } from './options.ts';
import { orderOf } from './order.ts';
import { FIXED_ORDERS, type FixedOrder, type Named, orderNamed } from './orders.ts';
import { NoRoom, TooWide } from './stop.ts';
import { learnByWalks } from './walks.ts';

/** Nodes that an order may use in the first round of the race between orders. */
const FIRST_ROUND = 1 << 16;
/** In how many more nodes the next round begins. */
const MORE = 4;
/** How many times the nodes of the best order a bad one has on the smallest model. */
const BAD = 3;
/** Nodes that an order may make on a small model. */
const REHEARSAL = 1 << 18;

/** Finds every state that can be reached: closes, learns what is met there, closes again. */
export class Closing {
  readonly relation: Relation;
  readonly #options: ProveOptions;
  readonly #pause: () => void;
  /** What was too much to be told apart. */
  readonly tooMany: TooMany[] = [];
  readonly #dropped = new Set<string>();
  #knowledge: Knowledge;
  #order: Named = { name: 'declared', fieldAt: [] };
  #reached: Held = { set: EMPTY };
  passes = 0;

  constructor(relation: Relation, options: ProveOptions, pause: () => void) {
    this.relation = relation;
    this.#options = options;
    this.#pause = pause;
    this.#knowledge = this.#with(orderOf(Array.from(relation.structure.paths.keys())), 0);
  }

  get knowledge(): Knowledge {
    return this.#knowledge;
  }
  get order(): Named {
    return this.#order;
  }
  /** The states that are known to be reached, held. */
  get reached(): Held {
    return this.#reached;
  }

  /**
   * Closes the initial state once. Which order of the fields is good shows best by trying: those
   * that promise something with few nodes, then with more, until some come to an end; of those the
   * one whose set has the fewest nodes.
   */
  begin(): void {
    const { order: asked = 'auto' } = this.#options;
    const wanted = asked === 'auto' ? this.#promising() : [asked];
    const orders = wanted.map((name) => this.#named(name));
    for (let nodes = FIRST_ROUND; ; nodes *= MORE) {
      let limit = orders.length === 1 ? Infinity : nodes;
      const tried = orders.flatMap((order) => {
        const closed = this.#try(order, limit);
        // One that is better needs no more at any time.
        if (closed) limit = Math.min(limit, closed.knowledge.sets.diagrams.peak);
        return closed ?? [];
      });
      tried.sort((a, b) => a.nodes - b.nodes);
      const [best] = tried;
      if (!best) continue;
      this.#order = best.order;
      this.#knowledge = best.knowledge;
      this.#reached = best.reached;
      this.#knowledge.sets.diagrams.maxNodes = Infinity;
      this.passes = 1;
      return;
    }
  }

  /** Makes ready for the first states only, in an order that costs no trial. */
  near(): void {
    const order = this.#named('force');
    this.#order = order;
    this.#knowledge = this.#with(orderOf(order.fieldAt), Infinity);
    this.#reached = this.#knowledge.hold(this.#knowledge.initial());
  }

  /**
   * The orders that are worth a try. An order that is bad shows on the same model with one id of
   * each sort; of the others that one is best which needs least, going by how many more nodes it
   * needs with two ids than with one, where that is a smaller model.
   */
  #promising(): FixedOrder[] {
    const { smaller, ...options } = this.#options;
    const [one, two] = [smaller?.(1), smaller?.(2)];
    if (!one) return [...FIXED_ORDERS];
    const few = nodesIn(one, options, FIXED_ORDERS);
    const least = Math.min(...few.values());
    const good = FIXED_ORDERS.filter((order) => (few.get(order) ?? Infinity) <= BAD * least);
    if (!two || good.length < 2) return good.length > 0 ? good : [...FIXED_ORDERS];
    const many = nodesIn(two, options, good);
    const score = (order: FixedOrder) => (many.get(order) ?? Infinity) ** 2 / (few.get(order) ?? 1);
    const [best] = good.toSorted((a, b) => score(a) - score(b));
    return best && many.has(best) ? [best] : good;
  }

  /** The nodes of what walks have learned, in an order. */
  nodesWithin(order: FixedOrder, limit: number): number | null {
    return this.#try(this.#named(order), limit)?.nodes ?? null;
  }

  #named(order: FixedOrder): Named {
    return orderNamed(this.relation, order);
  }

  /** The initial state closed in an order, if so many nodes are enough. */
  #try(order: Named, nodes: number) {
    this.#order = order;
    this.#knowledge = this.#with(orderOf(order.fieldAt), nodes);
    this.#reached = this.#knowledge.hold(this.#knowledge.initial());
    try {
      this.close();
    } catch (error) {
      if (error instanceof NoRoom && !this.#knowledge.sets.diagrams.isFull) return null;
      throw error;
    }
    const [knowledge, reached] = [this.#knowledge, this.#reached];
    return { order, knowledge, reached, nodes: knowledge.sets.size(reached.set) };
  }

  #with(order: ReturnType<typeof orderOf>, nodes: number): Knowledge {
    const { maxMemory = Infinity } = this.#options;
    const diagrams = new Diagrams(maxMemory, this.#pause);
    diagrams.maxNodes = nodes;
    const grown = (name: string, trie: number) => this.#grown(name, trie);
    return new Knowledge(this.relation, order, diagrams, grown, this.#dropped);
  }

  /** Everything that is reached by what is known of the steps. */
  close(): void {
    this.passes += 1;
    const saturation = this.#knowledge.saturation();
    this.#reached.set = saturation.close(this.#reached.set);
    saturation.end();
  }

  /** Learns what steps do in the states that are reached; whether there was news. */
  learnSteps(): boolean {
    return this.#knowledge.learner.steps(this.#reached.set);
  }

  /** Learns what is said of the states that are reached; steps are known. */
  learnClaims(): void {
    this.#knowledge.learner.claims(this.#reached.set);
  }

  /** Gives up what has too many cases. */
  #grown(name: string, trie: number): void {
    const { tries, structure } = this.relation;
    const cases = tries.size(trie);
    if (cases <= (this.#options.caseLimit ?? CASE_LIMIT)) return;
    const bits = tries.looksAt(trie);
    const reads = structure.paths
      .map((field, i) => ({ field, values: structure.dictionaries[i]?.size ?? 0, i }))
      .filter(({ i }) => hasBit(bits, i) || hasBit(bits, i + structure.paths.length))
      .sort((a, b) => b.values - a.values || a.i - b.i)
      .map(({ field, values }) => ({ field, values }));
    const tooMany = { name, cases, reads: reads.slice(0, 5) };
    this.tooMany.push(tooMany);
    // Without a step nothing is known; without a property the others are.
    if (trie < this.relation.system.steps.length) throw new TooWide(name);
    this.#dropped.add(name);
  }
}

/** How many nodes the states of a system have in each order that does not need too many. */
function nodesIn(system: System, options: ProveOptions, orders: readonly FixedOrder[]) {
  const relation = new Relation(system, claimsOf(system), [], () => {});
  learnByWalks(relation);
  const nodes = new Map<FixedOrder, number>();
  for (const order of orders) {
    try {
      const found = new Closing(relation, options, () => {}).nodesWithin(order, REHEARSAL);
      if (found !== null) nodes.set(order, found);
    } catch (error) {
      // The steps of a wide one are refused where it matters.
      if (!(error instanceof TooWide)) throw error;
    }
  }
  return nodes;
}
