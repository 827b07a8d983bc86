import { unknownName } from '../errors.ts';
import type { System } from './system.ts';

/** The same system with one property. */
export function only(system: System, property: string): System {
  const names = system.properties.map(({ name }) => name);
  if (!names.includes(property)) {
    throw unknownName('property', property, names, ` of ${system.model}`);
  }
  const own = <T extends { readonly property: string }>(claims: readonly T[]) =>
    claims.filter((claim) => claim.property === property);
  return {
    ...system,
    always: own(system.always),
    step: own(system.step),
    leadsTo: own(system.leadsTo),
    recoverable: own(system.recoverable),
    reachable: own(system.reachable),
    properties: system.properties.filter(({ name }) => name === property),
  };
}
