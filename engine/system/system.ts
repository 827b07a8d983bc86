import type { Fair, Params } from '../language/action.ts';
import type { AnyAction } from '../language/model.ts';
import type { PropertyKind } from '../language/property.ts';

/** A state of any model: a frozen tree. */
export type State = Readonly<Record<string, unknown>>;

/** The number for each bound of a run. */
export type Bounds = Readonly<Record<string, number>>;

/** An action with its parameters: what a trace is a list of. */
export interface Step {
  /** Position in `System.steps`. */
  readonly index: number;
  readonly action: string;
  readonly params: Params;
  /** `take(worker0)`. */
  readonly name: string;
  /** The thread that runs it, for an action of a thread. */
  readonly thread: string | null;
  readonly body: AnyAction;
}

/** A thread of this run: an id in a thread table. */
export interface Thread {
  readonly field: string;
  readonly id: string;
  /** The labels at which it is outside every routine. */
  readonly homes: ReadonlySet<string>;
  /** The labels at which a sleeping step waits. */
  readonly sleepsAt: ReadonlySet<string>;
  readonly atomic: ((me: unknown) => boolean) | null;
}

/** One thing that a property says: the property itself, or one of its conjuncts, for one id. */
export interface Claim {
  readonly property: string;
  readonly kind: PropertyKind;
  readonly conjunct: string | null;
  /** The ids it is said of. */
  readonly params: Params;
  /** What is judged: the state itself, or a view of it. */
  readonly subject: (state: State) => unknown;
  readonly judge: (subject: never) => boolean;
}

/** A `step` property: judged on the two ends of a step. */
export interface StepClaim {
  readonly property: string;
  readonly params: Params;
  readonly holds: (before: State, step: Step, after: State) => boolean;
}

/** A `leadsTo` property: whenever `from` holds, `to` holds then or later, on every fair run. */
export interface LeadsTo {
  readonly property: string;
  readonly conjunct: null;
  readonly params: Params;
  readonly from: Claim;
  readonly to: Claim;
}

/**
 * A fairness constraint on a set of steps. A step that changes nothing never counts, neither as
 * able to run nor as run.
 */
export interface Fairness {
  /** `worker0` for a thread, `pass(worker0)` for an action. */
  readonly name: string;
  readonly kind: Fair;
  /** The steps, by `Step.index`. */
  readonly steps: readonly number[];
}

/** Ids of this run that are interchangeable. */
export interface Sort {
  /** The bound that counts them. */
  readonly name: string;
  readonly ids: readonly string[];
}

/** A model at given bounds, with a mutation or without: what every engine works on. */
export interface System {
  readonly model: string;
  /** What two systems share only when the same was written of both; see `fingerprintOf`. */
  readonly fingerprint: () => string;
  readonly bounds: Bounds;
  readonly mutation: string | null;
  readonly initial: State;
  /** Every action with every parameter, in a fixed order. */
  readonly steps: readonly Step[];
  readonly threads: readonly Thread[];
  /** The sorts that were declared symmetric, where there is more than one id of it. */
  readonly sorts: readonly Sort[];
  readonly always: readonly Claim[];
  readonly step: readonly StepClaim[];
  readonly leadsTo: readonly LeadsTo[];
  /** What the `leadsTo` properties may rely on. */
  readonly fairness: readonly Fairness[];
  readonly recoverable: readonly Claim[];
  readonly reachable: readonly Claim[];
  /** Every property with its kind, goals included, in the order written. */
  readonly properties: readonly { readonly name: string; readonly kind: PropertyKind }[];
  /** The steps whose thread is at their label, and those of no thread: the others cannot run. */
  candidates(state: State): readonly Step[];
  /** Whether the step can run. */
  enabled(step: Step, state: State): boolean;
  /** The successor: a new frozen state, or `state` itself where nothing changed. */
  apply(step: Step, state: State): State;
  /** Runs guard and recipe on a stand-in that notes what they do to it; false: refused. */
  rehearse(step: Step, standIn: object): boolean;
}

/** Whether a claim holds in a state. */
export const holds = (claim: Claim, state: State): boolean =>
  claim.judge(claim.subject(state) as never);

/** Where a thread is. */
export function labelOf(state: State, field: string, id: string): string | undefined {
  const own = (state[field] as Record<string, unknown> | undefined)?.[id];
  return typeof own === 'object' && own !== null
    ? ((own as { at: string }).at as string)
    : (own as string | undefined);
}
