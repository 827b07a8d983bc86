import type { Step } from '../system/system.ts';
import { threadKey } from './size.ts';
import type { Walk } from './walk.ts';

/**
 * A walk in which one step is moved next to another of its thread, or of no thread but the same
 * action: as long, and easier to read, since it changes from thread to thread less often.
 */
export function* gatherings({ steps }: Walk): Generator<readonly Step[]> {
  for (const [at, step] of steps.entries()) {
    const isOwn = (other: Step) => threadKey(other) === threadKey(step);
    const rest = steps.toSpliced(at, 1);
    const previous = rest.slice(0, at).findLastIndex(isOwn);
    if (previous >= 0 && previous !== at - 1) yield rest.toSpliced(previous + 1, 0, step);
    const next = rest.findIndex((other, i) => i >= at && isOwn(other));
    if (next > at) yield rest.toSpliced(next, 0, step);
  }
}
