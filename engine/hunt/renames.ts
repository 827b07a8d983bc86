import type { Domain, Scalar } from '../language/domain.ts';
import type { Step, System } from '../system/system.ts';
import { findStep } from '../trace.ts';
import { excursions } from './deletions.ts';
import type { Walk } from './walk.ts';

/** Another value of a domain in place of one. */
interface Rename {
  readonly domain: Domain<Scalar>;
  readonly from: Scalar;
  readonly to: Scalar;
}

/**
 * A walk with values nearer to the first of their domains: two values changed for each other
 * throughout, one put in the place of another throughout or on one thread's way from home to
 * home, and one parameter of one step.
 */
export function* renames(system: System, walk: Walk): Generator<readonly Step[]> {
  const { steps } = walk;
  const used = towardsFirst(steps);
  for (const { domain, from, to } of used) {
    yield* edited(system, steps, (_, own, value) =>
      !same(domain, own, value) ? value : value === from ? to : value === to ? from : value,
    );
  }
  for (const rename of used)
    yield* edited(
      system,
      steps,
      replacing(rename, () => true),
    );
  for (const excursion of excursions(system, walk)) {
    const own = towardsFirst(steps.filter((_, at) => excursion.has(at)));
    for (const rename of own) {
      yield* edited(
        system,
        steps,
        replacing(rename, (at) => excursion.has(at)),
      );
    }
  }
  for (const [only, step] of steps.entries()) {
    for (const rename of towardsFirst([step])) {
      yield* edited(
        system,
        steps,
        replacing(rename, (at) => at === only),
      );
    }
  }
}

type Edit = (at: number, domain: Domain<Scalar>, value: Scalar) => Scalar;

const replacing =
  ({ domain, from, to }: Rename, where: (at: number) => boolean): Edit =>
  (at, own, value) =>
    where(at) && value === from && same(domain, own, value) ? to : value;

/** Whether a value of `own` means the same thing in `domain`: ids do, wherever they are listed. */
const same = (domain: Domain<Scalar>, own: Domain<Scalar>, value: Scalar): boolean =>
  domain === own || (typeof value === 'string' && domain.values.includes(value));

/** Each value that the steps use, with each value before it in its domain. */
function towardsFirst(steps: readonly Step[]): Rename[] {
  const found = new Map<Domain<Scalar>, Set<Scalar>>();
  for (const { body, params } of steps) {
    for (const [name, domain] of Object.entries(body.params ?? {})) {
      found.set(domain, (found.get(domain) ?? new Set()).add(params[name] ?? null));
    }
  }
  return [...found].flatMap(([domain, values]) =>
    [...values].flatMap((from) =>
      domain.values
        .slice(0, domain.values.indexOf(from))
        .map((to): Rename => ({ domain, from, to })),
    ),
  );
}

/** The steps with their parameters edited, if the system has all of them. */
function* edited(system: System, steps: readonly Step[], edit: Edit): Generator<readonly Step[]> {
  const result: Step[] = [];
  for (const [at, { action, params, body }] of steps.entries()) {
    const changed = Object.entries(body.params ?? {}).map(([name, domain]) => [
      name,
      edit(at, domain, params[name] ?? null),
    ]);
    const step = findStep(system, { action, params: Object.fromEntries(changed) });
    if (!step) return;
    result.push(step);
  }
  yield result;
}
