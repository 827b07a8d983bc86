import { claimsOf } from '../explore/packed/compile.ts';
import type { TooMany } from '../explore/verdict.ts';
import { hasBit } from '../learn/bits.ts';
import { Relation } from '../learn/relation.ts';
import type { System } from '../system/system.ts';
import { Diagrams, EMPTY } from './diagrams.ts';
import { type Held, Knowledge } from './knowledge.ts';
import { PROPERTY_LIMIT, type ProveOptions, STEP_LIMIT } from './options.ts';
import { orderOf } from './order.ts';
import { type FixedOrder, type Named, orderNamed } from './orders.ts';
import { promising } from './promising.ts';
import { NoRoom, TooWide } from './stop.ts';
import { learnByWalks } from './walks.ts';

/** Nodes that an order may use in the first round of the race between orders. */
const FIRST_ROUND = 1 << 16;
/** In how many more nodes the next round begins. */
const MORE = 4;
/** Nodes that an order may make on a small model. */
const REHEARSAL = 1 << 22;

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

  /** The orders that are worth a try. */
  #promising(): readonly FixedOrder[] {
    const { smaller = () => null, ...options } = this.#options;
    return promising(smaller, (system, orders) => nodesIn(system, options, orders, this.#pause));
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
    const { tries, structure, system } = this.relation;
    const isStep = trie < system.steps.length;
    const { caseLimit = isStep ? STEP_LIMIT : PROPERTY_LIMIT } = this.#options;
    const cases = tries.size(trie);
    if (cases <= caseLimit) return;
    const bits = tries.looksAt(trie);
    const reads = structure.paths
      .map((field, i) => ({ field, values: structure.dictionaries[i]?.size ?? 0, i }))
      .filter(({ i }) => hasBit(bits, i) || hasBit(bits, i + structure.paths.length))
      .sort((a, b) => b.values - a.values || a.i - b.i)
      .map(({ field, values }) => ({ field, values }));
    const tooMany = { name, cases, reads: reads.slice(0, 5) };
    this.tooMany.push(tooMany);
    // Without a step nothing is known; without a property the others are.
    if (isStep) throw new TooWide(name);
    this.#dropped.add(name);
  }
}

/** How many nodes the states of a system have in the orders that need fewest. */
function nodesIn(
  system: System,
  options: ProveOptions,
  orders: readonly FixedOrder[],
  pause: () => void,
) {
  const relation = new Relation(system, claimsOf(system), [], () => {});
  learnByWalks(relation);
  const nodes = new Map<FixedOrder, number>();
  for (let most = FIRST_ROUND; most <= REHEARSAL && nodes.size === 0; most *= MORE) {
    for (const order of orders) {
      try {
        const found = new Closing(relation, options, pause).nodesWithin(order, most);
        if (found !== null) nodes.set(order, found);
      } catch (error) {
        // What is too wide or too large is refused where it matters.
        if (!(error instanceof TooWide || error instanceof NoRoom)) throw error;
      }
    }
  }
  return nodes;
}
