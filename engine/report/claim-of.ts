import type { Params } from '../language/action.ts';
import type { PropertyKind } from '../language/property.ts';
import type { Claim, LeadsTo, StepClaim, System } from '../system/system.ts';

/** What a trace settles: a property, or one conjunct of it, for some ids. */
export interface Finding {
  readonly property: string;
  readonly kind: PropertyKind;
  readonly conjunct: string | null;
  readonly params: Params;
  /** Of a `leadsTo` property: the state that the run goes round from; see `Witness`. */
  readonly loop?: number | null;
}

/** The claim about states that a finding is of, if the system has it. */
export const claimOf = (system: System, finding: Finding): Claim | undefined =>
  [...system.always, ...system.recoverable, ...system.reachable].find(
    (each) => each.kind === finding.kind && isOf(each, finding),
  );

/** The claim about steps that a finding is of, if the system has it. */
export const stepClaimOf = (system: System, finding: Finding): StepClaim | undefined =>
  system.step.find((each) => isOf({ ...each, conjunct: null }, finding));

/** The response that a finding is of, if the system has it. */
export const responseOf = (system: System, finding: Finding): LeadsTo | undefined =>
  system.leadsTo.find((each) => isOf(each, finding));

const isOf = (
  a: { readonly property: string; readonly conjunct: string | null; readonly params: Params },
  b: Finding,
): boolean =>
  a.property === b.property &&
  a.conjunct === b.conjunct &&
  Object.keys(b.params).every((name) => a.params[name] === b.params[name]);
