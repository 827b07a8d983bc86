import { labelOf, type Step, type System } from '../system/system.ts';
import { threadKey } from './size.ts';
import type { Walk } from './walk.ts';

/** The positions of steps to leave out together. */
type Cut = ReadonlySet<number>;

/** Longest walk whose pairs of steps are all tried: their number grows with the square. */
const MAX_PAIRED = 40;

/** What is left of a walk without some of its steps; bold cuts first, single steps last. */
export function* deletions(system: System, walk: Walk): Generator<readonly Step[]> {
  for (const cut of cuts(system, walk)) yield walk.steps.filter((_, at) => !cut.has(at));
}

function* cuts(system: System, walk: Walk): Generator<Cut> {
  const { steps } = walk;
  yield new Set(steps.keys());
  yield* chunks(steps.length, Math.ceil(steps.length / 2));
  yield* alike(steps);
  yield* excursions(system, walk);
  for (let size = Math.ceil(steps.length / 4); size > 1; size = Math.floor(size / 2)) {
    yield* chunks(steps.length, size);
  }
  yield* chunks(steps.length, 1);
  yield* pairs(steps.length);
}

/** Stretches of steps, the last one first: a prefix is left, and then ever more of the end. */
function* chunks(length: number, size: number): Generator<Cut> {
  for (let end = length; end > 0; end -= size) {
    const start = Math.max(0, end - size);
    yield new Set(Array.from({ length: end - start }, (_, i) => start + i));
  }
}

function* pairs(length: number): Generator<Cut> {
  if (length > MAX_PAIRED) return;
  for (let second = length - 1; second > 0; second--) {
    for (let first = second - 1; first >= 0; first--) yield new Set([first, second]);
  }
}

/** All steps of one thread, all that name some other id, all of one action. */
function* alike(steps: readonly Step[]): Generator<Cut> {
  const groups = new Map<string, Set<number>>();
  for (const [at, step] of steps.entries()) {
    const values = Object.entries(step.params).map(([name, value]) => `${name}=${value}`);
    for (const key of [...values, step.action]) {
      groups.set(key, (groups.get(key) ?? new Set()).add(at));
    }
  }
  yield* groups.values();
}

/** The steps that one thread runs between leaving its home label and coming back. */
export function* excursions(system: System, { steps, states }: Walk): Generator<Cut> {
  for (const { field, id, homes } of system.threads) {
    let away = new Set<number>();
    for (const [at, step] of steps.entries()) {
      if (threadKey(step) !== `${field}:${id}`) continue;
      away.add(at);
      const after = states[at + 1];
      if (!after || !homes.has(labelOf(after, field, id) ?? '')) continue;
      yield away;
      away = new Set();
    }
    // A thread that never came back: that it left at all may not matter.
    if (away.size > 0) yield away;
  }
}
