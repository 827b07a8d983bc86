import { claimsOf } from '../explore/packed/compile.ts';
import type { TooMany } from '../explore/verdict.ts';
import { hasBit } from '../learn/bits.ts';
import { Relation } from '../learn/relation.ts';
import type { System } from '../system/system.ts';
import { Diagrams, EMPTY } from './diagrams.ts';
import { type Held, Knowledge } from './knowledge.ts';
import { CASE_LIMIT, type ProveOptions } from './options.ts';
import { orderOf } from './order.ts';
import { FIXED_ORDERS, type FieldOrder, type Named, ordersOf } from './orders.ts';
import { NoRoom, TooWide } from './stop.ts';
import { learnByWalks } from './walks.ts';

/** Nodes that an order may use in the first round of the race between orders. */
const FIRST_ROUND = 1 << 14;
/** In how many more nodes the next round begins. */
const MORE = 4;
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
   * Closes the initial state once. Which order of the fields is good shows best by trying: all of
   * them with few nodes, then with more, until some come to an end; of those the one whose set has
   * the fewest nodes.
   */
  begin(): void {
    const { order: asked = 'auto' } = this.#options;
    const wanted = asked === 'auto' ? (this.#promising() ?? 'auto') : asked;
    const orders = ordersOf(this.relation, this.#knowledge.learner, wanted);
    for (let nodes = FIRST_ROUND; ; nodes *= MORE) {
      const limit = orders.length === 1 ? Infinity : nodes;
      const tried = orders.flatMap((order) => this.#try(order, limit) ?? []);
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
    const [order] = ordersOf(this.relation, this.#knowledge.learner, 'force');
    if (!order) return;
    this.#order = order;
    this.#knowledge = this.#with(orderOf(order.fieldAt), Infinity);
    this.#reached = this.#knowledge.hold(this.#knowledge.initial());
  }

  /**
   * The order that does best on the same model with two ids of each sort, going by how many more
   * nodes it needs there than with one. What is good there is good with more.
   */
  #promising(): FieldOrder | null {
    const { smaller, ...options } = this.#options;
    const [one, two] = [smaller?.(1), smaller?.(2)];
    if (!one || !two) return null;
    const [least, more] = [one, two].map((system) => nodesIn(system, options));
    const sizes = FIXED_ORDERS.map((order, i) => {
      const [few, many] = [least?.[i], more?.[i]];
      return few && many ? { order, score: (many * many) / few } : null;
    });
    const known = sizes.filter((each) => each !== null).sort((a, b) => a.score - b.score);
    return known[0]?.order ?? null;
  }

  /** The nodes of what walks have learned, in the one order that is asked for. */
  nodesWithin(limit: number): number | null {
    const wanted = this.#options.order ?? 'declared';
    const [order] = ordersOf(this.relation, this.#knowledge.learner, wanted);
    return (order && this.#try(order, limit)?.nodes) ?? null;
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

/** How many nodes the states of a system have in each order; null where that is too many. */
function nodesIn(system: System, options: ProveOptions): (number | null)[] {
  const relation = new Relation(system, claimsOf(system), [], () => {});
  learnByWalks(relation);
  return FIXED_ORDERS.map((order) => {
    try {
      return new Closing(relation, { ...options, order }, () => {}).nodesWithin(REHEARSAL);
    } catch (error) {
      // The steps of a wide one are refused where it matters.
      if (error instanceof TooWide) return null;
      throw error;
    }
  });
}
