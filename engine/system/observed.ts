import type { Claim, Step, System } from './system.ts';

/** Told whenever code of a model begins and ends: what a watchdog and a progress line need. */
export interface Observer {
  /** A guard or recipe of the step begins; null for a property, judged after that step. */
  begin(step: Step | null): void;
  end(): void;
}

/** The same system, with an observer told of every call into the model. */
export function observed(system: System, observer: Observer): System {
  const watch = <T>(step: Step | null, call: () => T): T => {
    observer.begin(step);
    const result = call();
    observer.end();
    return result;
  };
  const claim = (each: Claim): Claim => ({
    ...each,
    subject: (state) => watch(null, () => each.subject(state)),
    judge: (subject) => watch(null, () => each.judge(subject)),
  });
  return {
    ...system,
    always: system.always.map(claim),
    leadsTo: system.leadsTo.map((each) => ({
      ...each,
      from: claim(each.from),
      to: claim(each.to),
    })),
    recoverable: system.recoverable.map(claim),
    reachable: system.reachable.map(claim),
    step: system.step.map((each) => ({
      ...each,
      holds: (before, step, after) => watch(step, () => each.holds(before, step, after)),
    })),
    enabled: (step, state) => watch(step, () => system.enabled(step, state)),
    apply: (step, state) => watch(step, () => system.apply(step, state)),
    rehearse: (step, standIn) => watch(step, () => system.rehearse(step, standIn)),
  };
}
