import type { Step } from '../system/system.ts';
import { EMPTY } from './diagrams.ts';
import type { Layers } from './layers.ts';

/**
 * A shortest way from the initial state into states of the last layer: layer by layer backwards, by
 * the first step in the order of steps that leads on, from the least state that it leads from.
 */
export function wayInto(layers: Layers, target: number): Step[] {
  const { knowledge, all } = layers;
  const { relation, preimages, sets, order } = knowledge;
  const steps: Step[] = [];
  const single = (set: number) => {
    const codes = knowledge.stateIn(set) ?? new Int32Array(0);
    return sets.single(order.fieldAt.map((field) => codes[field] ?? 0));
  };
  const here = knowledge.hold(target);
  here.set = single(target);
  for (const layer of all.slice(0, -1).toReversed()) {
    let before: number = EMPTY;
    const via = relation.system.steps.find((step) =>
      knowledge.movesOf(step).some((move) => {
        before = preimages.image(here.set, move, 0, layer.set);
        return before !== EMPTY;
      }),
    );
    if (!via) throw new Error('a state of a layer has no way into it');
    steps.unshift(via);
    here.set = before;
    here.set = single(before);
  }
  knowledge.letGo(here);
  return steps;
}
