import type { Witness } from '../explore/verdict.ts';
import type { Claim } from '../system/system.ts';
import { breachesIn } from './breaches.ts';
import { EMPTY } from './diagrams.ts';
import type { Held, Knowledge } from './knowledge.ts';
import { Layers } from './layers.ts';
import { wayInto } from './way.ts';

/** The states from which a claim never holds again. */
export interface Stuck {
  readonly claim: Claim;
  readonly states: Held;
}

/**
 * The shortest way to a violation of each property, layer by layer of states.
 * @param broken properties that are known to be violated
 * @param stopsAt whether a violation of the property ends the search
 * @param goesOn asked before each layer, with how many there are
 */
export function explain(
  knowledge: Knowledge,
  broken: ReadonlySet<string>,
  stuck: readonly Stuck[],
  stopsAt: (property: string) => boolean,
  goesOn: (layers: number) => boolean,
): Map<string, Witness> {
  const witnesses = new Map<string, Witness>();
  const layers = new Layers(knowledge);
  // What ends the search is looked for even where nothing is known of it yet: it may be nearer.
  const { properties } = knowledge.relation.system;
  const asked = new Set([...broken, ...properties.map(({ name }) => name).filter(stopsAt)]);
  for (;;) {
    const open = new Set([...asked].filter((property) => !witnesses.has(property)));
    for (const { states, last, ...said } of breachesIn(knowledge, layers.last, open)) {
      const steps = [...wayInto(layers, states.set), ...(last ? [last] : [])];
      witnesses.set(said.property, { ...said, steps, loop: null });
      knowledge.letGo(states);
    }
    for (const { claim, states } of stuck) {
      const { property, kind, conjunct, params } = claim;
      if (witnesses.has(property)) continue;
      const here = knowledge.hold(knowledge.sets.intersect(layers.last, states.set));
      if (here.set !== EMPTY) {
        const steps = wayInto(layers, here.set);
        witnesses.set(property, { property, kind, conjunct, params, steps, loop: null });
      }
      knowledge.letGo(here);
    }
    const all = [...broken, ...stuck.map(({ claim }) => claim.property)];
    const isDone = all.length > 0 && all.every((property) => witnesses.has(property));
    if (isDone || [...witnesses.keys()].some(stopsAt)) break;
    if (!goesOn(layers.all.length) || !layers.next()) break;
  }
  layers.end();
  return witnesses;
}
