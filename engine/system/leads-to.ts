import type { Params } from '../language/action.ts';
import type { AnyResponse, Counts, Judge, Viewer, Written } from './claims.ts';
import { product } from './product.ts';
import type { LeadsTo, State } from './system.ts';

/** What is owed in the end: by the contract to each view, then by the model itself. */
export function leadsToOf(
  { ensures, leadsTo = {} }: Written,
  viewers: readonly Viewer[],
  counts: Counts,
): LeadsTo[] {
  const owed = Object.entries(ensures?.leadsTo ?? {}).flatMap(([property, response]) =>
    viewers.map(({ params, see }) => claims(property, params, response, see)),
  );
  const own = Object.entries(leadsTo).flatMap(([property, response]) =>
    'each' in response
      ? product(response.each, counts).map((params) => {
          const { from, to } = response.of;
          const ofIds = (judge: Judge) => (state: State) => judge(state as never, params as never);
          return claims(property, params, { from: ofIds(from), to: ofIds(to) }, itself);
        })
      : [claims(property, {}, response, itself)],
  );
  return [...owed, ...own];
}

const itself = (state: State): unknown => state;

function claims(
  property: string,
  params: Params,
  { from, to }: AnyResponse,
  subject: (state: State) => unknown,
): LeadsTo {
  const claim = (judge: Judge) =>
    ({ property, kind: 'leadsTo', conjunct: null, params, subject, judge }) as const;
  return { property, conjunct: null, params, from: claim(from), to: claim(to) };
}
