import type { System } from '../../engine/system/system.ts';
import type { Outline } from './job.ts';

/** The names in a system, to be sent to where the system itself cannot be sent. */
export const outlineOf = ({ bounds, properties, fairness, steps }: System): Outline => ({
  bounds,
  properties,
  fairness: fairness.map(({ name, kind }) => ({ name, kind })),
  steps: steps.map(({ name }) => name),
});
