import { instantiate } from '../../engine/system/instantiate.ts';
import type { System } from '../../engine/system/system.ts';
import type { Ask, Opened } from '../../traces/viewer/ask.ts';
import { find } from '../explore/find.ts';
import { graph } from '../explore/graph.ts';
import { save } from '../explore/save.ts';
import { type Explored as Stand, walk } from '../explore/step-by-step.ts';
import type { Target } from '../load.ts';
import type { Explored, ExploreJob } from './explore-job.ts';
import type { Outline } from './job.ts';
import { outlineOf } from './outline.ts';
import type { Pulse } from './pulse.ts';

/** Answers one question of the explorer. */
export function explore(
  { ask, bounds }: ExploreJob,
  target: Target,
  pulse: Pulse,
  ready: (outline: Outline) => void,
): Explored {
  const system = instantiate(target.model, { bounds, observer: pulse });
  pulse.end();
  ready(outlineOf(system));
  const explored = { target, bounds, observer: pulse, isStopped: () => pulse.stopped };
  return {
    kind: 'explore',
    answer: JSON.stringify(answerOf(ask, explored, system)),
  };
}

function answerOf(ask: Ask, explored: Stand, system: System): object {
  switch (ask.ask) {
    case 'walk':
      return walk(explored, ask);
    case 'find':
      return find(explored, ask);
    case 'graph':
      return graph(explored, ask.mutation);
    case 'save':
      return save(explored, ask);
    case 'open':
    case 'changed':
      return modelOf(explored.target, system);
  }
}

function modelOf({ name, mutations }: Target, system: System) {
  const opened: Pick<Opened, 'protocol' | 'mutations' | 'properties'> = {
    protocol: name,
    mutations: Object.entries(mutations?.list ?? {}).map(([mutation, { breaks }]) => ({
      name: mutation,
      breaks,
    })),
    properties: system.properties,
  };
  return opened;
}
