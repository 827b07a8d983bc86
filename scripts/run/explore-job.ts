import type { Bounds } from '../../engine/system/system.ts';
import type { Ask } from '../../traces/viewer/ask.ts';
import type { Common } from './job.ts';

/** One question of the explorer that needs the model. */
export interface ExploreJob extends Common {
  readonly kind: 'explore';
  readonly bounds: Bounds;
  readonly ask: Ask;
}

export interface Explored {
  readonly kind: 'explore';
  /** What `ask.ts` says of each kind of question, as JSON. */
  readonly answer: string;
}
