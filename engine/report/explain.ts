import { InputError } from '../errors.ts';
import { deadlocked, lostAfter } from '../explore/broken.ts';
import { flawOf, owedSince } from '../explore/lasso.ts';
import { type Claim, holds, type System } from '../system/system.ts';
import { type Run, run, type TraceStep } from '../trace.ts';
import { claimOf, type Finding, responseOf, stepClaimOf } from './claim-of.ts';
import { type Parting, partingOf } from './parting.ts';
import type { Read } from './reads.ts';
import { type Refused, refusedOf } from './refused.ts';
import { type Stuck, stuckThreads } from './waiting.ts';
import { claimReads, stateReads, stepEndReads } from './why.ts';
import { type Seen, type StepRef, stepRef, Writers } from './writers.ts';

/** What a claim read in one state. */
export interface Judged {
  /** What it read of its view, where it is not said of the state itself. */
  readonly view: readonly Read[] | null;
  /** The fields of the state that it read, itself or through its view. */
  readonly reads: readonly Seen[];
}

/** Why a property is violated at the end of a run, or why it is not. */
export type Cause =
  | ({ readonly kind: 'always' | 'recoverable' } & Judged)
  | { readonly kind: 'step'; readonly before: readonly Seen[]; readonly after: readonly Seen[] }
  | { readonly kind: 'deadlock'; readonly threads: readonly Stuck<Seen>[] }
  | Waited;

/** Why what is owed never comes. */
export interface Waited {
  readonly kind: 'leadsTo';
  /** After how many steps it is first owed and does not come; null: it comes. */
  readonly since: number | null;
  /** What it is owed for, in the state where it is first owed. */
  readonly owed: Judged;
  /** What would answer it, as it is where the run ends. */
  readonly unanswered: Judged;
  /** The steps that are repeated for ever; none where the run stays in its last state. */
  readonly loop: readonly StepRef[];
  /** Why the run need not be answered for: it does not close, or is not fair. */
  readonly flaw: string | null;
}

/** Why a trace is what it is. */
export interface Explanation {
  readonly steps: number;
  /** The step that the trace cannot take any more; all that follows is null then. */
  readonly refused: Refused | null;
  /** Whether the property is violated where the trace ends. */
  readonly violated: boolean;
  readonly cause: Cause | null;
  /** Where the run parts from that of the correct model, for a trace of a mutated one. */
  readonly parting: Parting | null;
}

/**
 * Explains a counterexample: why its steps run or do not, what its property read where they end and
 * who wrote that, and where the correct model does something else.
 * @param steps the steps up to the violation
 * @param correct the model without the mutation that the steps are of
 * @throws {InputError} where the system has no such claim
 */
export function explain(
  system: System,
  finding: Finding,
  steps: readonly TraceStep[],
  correct: System | null = null,
): Explanation {
  const done = run(system, steps);
  const refused = refusedOf(system, done);
  const known = { steps: steps.length, refused };
  if (refused) return { ...known, violated: false, cause: null, parting: null };
  const parting = correct && partingOf(correct, finding, done);
  return { ...known, ...causeOf(system, finding, done), parting };
}

function causeOf(
  system: System,
  finding: Finding,
  done: Run,
): { readonly violated: boolean; readonly cause: Cause } {
  const writers = new Writers(system, done);
  const end = done.steps.length;
  switch (finding.kind) {
    case 'always':
    case 'recoverable':
    case 'reachable': {
      const claim = claimOf(system, finding) ?? unknown(system, finding);
      const isBroken = holdsNot(system, claim, done);
      const kind = finding.kind === 'recoverable' ? 'recoverable' : 'always';
      return { violated: isBroken, cause: { kind, ...judged(claim, writers, done, end) } };
    }
    case 'step':
      return stepCause(system, finding, done, writers);
    case 'deadlock': {
      const state = done.states[end] ?? system.initial;
      const threads = stuckThreads(system, state).map((stuck) => ({
        ...stuck,
        steps: stuck.steps.map((step) => ({ ...step, reads: writers.seen(step.reads, end) })),
      }));
      const violated = deadlocked(system, state) !== null;
      return { violated, cause: { kind: 'deadlock', threads } };
    }
    case 'leadsTo':
      return waitCause(system, finding, done, writers);
  }
}

function holdsNot(system: System, claim: Claim, done: Run): boolean {
  if (claim.kind === 'recoverable') return lostAfter(system, done, claim.property) !== null;
  return !holds(claim, done.states.at(-1) ?? system.initial);
}

function judged(claim: Claim, writers: Writers, { states }: Run, at: number): Judged {
  const state = states[at];
  if (!state) return { view: null, reads: [] };
  const view = claim.subject(state) === state ? null : claimReads(claim, state);
  return { view, reads: writers.seen(stateReads(claim, state), at) };
}

function stepCause(system: System, finding: Finding, { states, steps }: Run, writers: Writers) {
  const claim = stepClaimOf(system, finding) ?? unknown(system, finding);
  const [before, after, step] = [states.at(-2), states.at(-1), steps.at(-1)];
  if (!before || !after || !step) {
    return { violated: false, cause: { kind: 'step', before: [], after: [] } as const };
  }
  const reads = stepEndReads(claim, before, step, after);
  const cause = {
    kind: 'step',
    before: writers.seen(reads.before, steps.length - 1),
    after: writers.seen(reads.after, steps.length),
  } as const;
  return { violated: !claim.holds(before, step, after), cause };
}

function waitCause(system: System, finding: Finding, done: Run, writers: Writers) {
  const { from, to } = responseOf(system, finding) ?? unknown(system, finding);
  const end = done.steps.length;
  const loop = finding.loop ?? end;
  const { states, steps } = done;
  const since = owedSince({ ...finding, conjunct: null, from, to }, states, loop);
  const flaw = flawOf(system, done, loop);
  const cause = {
    kind: 'leadsTo',
    since,
    owed: judged(from, writers, done, since ?? end),
    unanswered: judged(to, writers, done, end),
    loop: steps.slice(loop).map((step, i) => stepRef(step, loop + i + 1)),
    flaw,
  } as const;
  return { violated: since !== null && flaw === null, cause };
}

function unknown(system: System, { property, conjunct, params }: Finding): never {
  const name = conjunct === null ? property : `${property}/${conjunct}`;
  const ids = Object.values(params).join(', ');
  const of = ids === '' ? '' : ` of ${ids}`;
  throw new InputError(`${system.model} does not say ${name}${of} at these bounds`, {
    cause: 'a conjunct or an id that the model had when the trace was recorded',
    fix: 'record the trace again: lastref check <protocol> --mutation NAME --trace FILE',
  });
}
