import { deadlocked } from '../../engine/explore/broken.ts';
import { type Claim, holds, type State, type System } from '../../engine/system/system.ts';
import type { Run } from '../../engine/trace.ts';
import type { Light, Mark } from './data.ts';
import { SinceList } from './since.ts';

type Said = { readonly mark: Mark; readonly of: string[] };

/** How each property stands after each step of a run. */
export function lightsOf(system: System, run: Run): Light[] {
  return system.properties.map(({ name, kind }) => {
    const list = new SinceList<Said>();
    const judge = judgeOf(system, name, kind, run);
    for (const [i, state] of run.states.entries()) list.add(i, judge(state, i));
    return { property: name, kind, marks: list.list };
  });
}

type Judge = (state: State, i: number) => Said;

function judgeOf(system: System, name: string, kind: Light['kind'], run: Run): Judge {
  const own = <T extends { readonly property: string }>(claims: readonly T[]) =>
    claims.filter(({ property }) => property === name);
  switch (kind) {
    case 'always':
      return whereNot(own(system.always), 'broken');
    case 'recoverable':
      return whereNot(own(system.recoverable), 'away');
    case 'step':
      return (_, i) => said('broken', 'holds', brokenBy(own(system.step), run, i));
    case 'reachable':
      return goal(own(system.reachable));
    case 'leadsTo':
      return debts(own(system.leadsTo));
    case 'deadlock':
      return (state, i) => {
        const stuck = i === run.states.length - 1 ? deadlocked(system, state) : null;
        return said('broken', 'holds', stuck ? [idsOf(stuck)] : []);
      };
  }
}

const whereNot =
  (claims: readonly Claim[], mark: Mark): Judge =>
  (state) =>
    said(mark, 'holds', claims.filter((claim) => !holds(claim, state)).map(nameOf));

function brokenBy(claims: System['step'], { states, steps }: Run, i: number): string[] {
  const [before, step, after] = [states[i - 1], steps[i - 1], states[i]];
  if (!before || !step || !after) return [];
  return claims
    .filter((claim) => !claim.holds(before, step, after))
    .map(({ params }) => idsOf(params));
}

/** A goal stays reached. */
function goal(claims: readonly Claim[]): Judge {
  let isReached = false;
  return (state) => {
    isReached ||= claims.some((claim) => holds(claim, state));
    return { mark: isReached ? 'reached' : 'unreached', of: [] };
  };
}

/** What is owed stays so until it comes. */
function debts(claims: System['leadsTo']): Judge {
  const owed = new Set<string>();
  return (state) => {
    for (const claim of claims) {
      const ids = idsOf(claim.params);
      if (holds(claim.to, state)) owed.delete(ids);
      else if (holds(claim.from, state)) owed.add(ids);
    }
    return said('owed', 'holds', [...owed]);
  };
}

const said = (where: Mark, otherwise: Mark, of: readonly string[]): Said =>
  of.length > 0
    ? { mark: where, of: of.filter((each) => each !== '') }
    : { mark: otherwise, of: [] };

const idsOf = (params: Readonly<Record<string, unknown>>): string =>
  Object.values(params).map(String).join(', ');

const nameOf = ({ conjunct, params }: Claim): string =>
  [conjunct, idsOf(params)].filter((part) => part !== null && part !== '').join(' for ');
