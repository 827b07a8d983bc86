import type { Draft } from 'immer';
import type {
  Action,
  Context,
  Domains,
  DraftContext,
  Fair,
  Return,
  ThreadField,
  ThreadId,
  ThreadLabel,
  ThreadParams,
} from './action.ts';
import { standsAround } from './author.ts';
import type { Domain } from './domain.ts';
import { all, conjunctsOf } from './guard.ts';

/** What is said once about all threads that share a vocabulary. */
export interface ThreadOptions<Me, L> {
  /** Whether a thread is inside a spin section, read off its own record. */
  readonly atomic?: (me: Me) => boolean;
  /** Labels, besides the one it starts at, where a thread is outside every routine. */
  readonly rests?: readonly L[];
  /**
   * A thread inside a routine does not stop for ever where it could go on; at its initial label
   * and at `rests` it may stay. One constraint for each thread.
   */
  readonly fair?: Fair;
}

/** One step of a thread: `then` returns the label of the step it runs next. */
export interface ThreadStep<S, K extends keyof S & string, Id extends keyof S[K], L, Q> {
  /** Further parameters: which item, how many, read or write. */
  readonly params?: Domains<Q>;
  readonly when?: (s: S, p: Context<S, K, Id, Q>) => boolean;
  readonly then: (s: Draft<S>, p: DraftContext<S, K, Id, Q>) => L | Return;
  /** A bound that switches the step: where it is 0, the step does not exist. */
  readonly needs?: string;
  /** The step may sleep (takes a sleeping lock, allocates). Inside a spin section that is a bug. */
  readonly sleeps?: boolean;
  /** The same thread does not fail to take this step for ever, with some parameters or others. */
  readonly fair?: Fair;
}

/** Makes the actions of one kind of thread: `onWorker('take', { when, then })`. */
export interface On<S, K extends keyof S & string, Id extends keyof S[K], L extends string> {
  // NoInfer: what a step is used as must not add parameters that the step does not declare.
  <Q = {}>(
    label: L,
    step: ThreadStep<S, K, Id, L, Q>,
  ): Action<S, ThreadParams<K, Id, NoInfer<Q>>, L>;
  /** The same with labels narrowed to `M`: for a part whose state leaves the labels open. */
  labels<M extends L>(): On<S, K, Id, M>;
}

export type ThreadMaker<S> = <K extends ThreadField<S>, Id extends ThreadId<S, K>>(
  field: K,
  ids: Domain<Id>,
  options?: ThreadOptions<S[K][Id], ThreadLabel<S, K, Id>>,
) => On<S, K, Id, ThreadLabel<S, K, Id>>;

type Fn = (s: unknown, p: Record<string, unknown>) => never;
interface AnyStep {
  readonly params?: object;
  readonly when?: Fn;
  readonly then: Fn;
  readonly sleeps?: boolean;
  readonly needs?: string;
  readonly fair?: Fair;
}

/** The untyped `thread`: `protocol()` gives it its type, so that the casts are in one place. */
export function makeThread(
  field: string,
  ids: Domain<string>,
  options: ThreadOptions<never, string> = {},
) {
  const on = (label: string, step: AnyStep): unknown => ({
    params: { [field]: ids, ...step.params },
    ...(step.when && { when: withMe(step.when, field) }),
    then: withMe(step.then, field),
    ...(step.needs && { needs: step.needs }),
    ...(step.fair && { fair: step.fair }),
    point: {
      field,
      label,
      sleeps: step.sleeps ?? false,
      atomic: options.atomic ?? null,
      rests: options.rests ?? [],
      fair: options.fair ?? null,
    },
  });
  return Object.assign(on, { labels: () => on });
}

/** Hands a guard or recipe the thread's own record as `me`, where the table holds records. */
function withMe(fn: Fn, field: string): Fn {
  const conjuncts = conjunctsOf(fn);
  if (conjuncts) {
    const parts = Object.entries(conjuncts).map(([name, part]) => [
      name,
      withMe(part as Fn, field),
    ]);
    return standsAround(all(Object.fromEntries(parts)) as Fn, fn);
  }
  const handing: Fn = (s, p) => {
    const own = (s as Record<string, Record<string, unknown>>)[field]?.[p[field] as string];
    return fn(s, typeof own === 'object' ? { ...p, me: own } : p);
  };
  return standsAround(handing, fn);
}
