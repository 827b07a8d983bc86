import type { Params } from '../language/action.ts';
import type { Domain, Scalar } from '../language/domain.ts';
import type { AnyModel } from '../language/model.ts';
import type { PropertyKind } from '../language/property.ts';
import { leadsToOf } from './leads-to.ts';
import { product } from './product.ts';
import {
  type Claim,
  type LeadsTo,
  labelOf,
  type State,
  type StepClaim,
  type System,
  type Thread,
} from './system.ts';

export type Judge = (subject: never, params?: never) => boolean;
interface AnyEach {
  readonly each: Readonly<Record<string, Domain<Scalar>>>;
  readonly of: (s: State, p: Params) => unknown;
}
type AnyProperty = Judge | AnyEach | Readonly<Record<string, Judge | AnyEach>>;
type Group = Readonly<Record<string, AnyProperty>>;

/** The property part of a definition, with its types forgotten. */
export interface Written {
  readonly always?: Group;
  readonly step?: Readonly<Record<string, StepClaim['holds']>>;
  readonly leadsTo?: Readonly<Record<string, AnyResponse | AnyEachResponse>>;
  readonly recoverable?: Group;
  readonly reachable?: Group;
  readonly ensures?: {
    readonly always: Group;
    readonly step: Readonly<Record<string, (before: unknown, after: unknown) => boolean>>;
    readonly leadsTo: Readonly<Record<string, AnyResponse>>;
    readonly recoverable: Group;
    readonly reachable: Group;
  };
  readonly view?: AnyEach;
}

export interface AnyResponse {
  readonly from: Judge;
  readonly to: Judge;
}
/** A response that is owed to each id. */
export interface AnyEachResponse {
  readonly each: AnyEach['each'];
  readonly of: AnyResponse;
}

export type Counts = ReadonlyMap<Domain<Scalar>, number>;

export interface Claims {
  readonly always: readonly Claim[];
  readonly step: readonly StepClaim[];
  readonly leadsTo: readonly LeadsTo[];
  readonly recoverable: readonly Claim[];
  readonly reachable: readonly Claim[];
}

/** Everything that a model's properties say, one claim for each conjunct and each id. */
export function claimsOf(model: AnyModel, counts: Counts, threads: readonly Thread[]): Claims {
  const written = model.definition as Written;
  const viewers = viewersOf(written, counts);
  const kind = (name: 'always' | 'recoverable' | 'reachable') => [
    ...owed(written.ensures?.[name], name, viewers),
    ...own(written[name], name, counts),
  ];
  return {
    always: [...kind('always'), ...sleepInAtomic(threads)],
    step: stepClaims(written, viewers),
    leadsTo: leadsToOf(written, viewers, counts),
    recoverable: kind('recoverable'),
    reachable: kind('reachable'),
  };
}

/** Every property by name, whether the run has ids that it can be said of or not. */
export function propertiesOf(model: AnyModel, claims: Claims): System['properties'] {
  const written = model.definition as Written;
  const names = (kind: Exclude<PropertyKind, 'deadlock'>) =>
    [...Object.keys(written.ensures?.[kind] ?? {}), ...Object.keys(written[kind] ?? {})].map(
      (name) => ({ name, kind }),
    );
  const sleep = claims.always.find(({ property }) => property === 'sleepInAtomic');
  return [
    ...names('always'),
    ...(sleep ? [{ name: sleep.property, kind: sleep.kind }] : []),
    ...names('step'),
    { name: 'deadlock', kind: 'deadlock' },
    ...names('leadsTo'),
    ...names('recoverable'),
    ...names('reachable'),
  ];
}

/** Each property of a group as its conjuncts. */
function conjunctsOf(group: Group): Conjunct[] {
  return Object.entries(group).flatMap(([property, body]): Conjunct[] =>
    typeof body === 'function' || isEach(body)
      ? [[property, null, body]]
      : Object.entries(body).map(([conjunct, part]): Conjunct => [property, conjunct, part]),
  );
}

type Conjunct = readonly [property: string, conjunct: string | null, body: Judge | AnyEach];

const isEach = (body: AnyProperty): body is AnyEach =>
  typeof body === 'object' && 'each' in body && typeof body.of === 'function';

function own(group: Group = {}, kind: PropertyKind, counts: Counts): Claim[] {
  return conjunctsOf(group).flatMap(([property, conjunct, body]) => {
    const claim = { property, kind, conjunct, subject: (state: State) => state };
    if (!isEach(body)) return [{ ...claim, params: {}, judge: body }];
    return product(body.each, counts).map((params) => ({
      ...claim,
      params,
      judge: (state: State) => body.of(state, params) as boolean,
    }));
  });
}

/** What the contract says of each view. */
function owed(group: Group = {}, kind: PropertyKind, viewers: readonly Viewer[]): Claim[] {
  return conjunctsOf(group).flatMap(([property, conjunct, judge]) =>
    viewers.map(({ params, see }) => ({
      property,
      kind,
      conjunct,
      params,
      subject: see,
      judge: judge as Judge,
    })),
  );
}

/** One id as the contract sees it. */
export interface Viewer {
  readonly params: Params;
  readonly see: (state: State) => unknown;
}

/**
 * The views of a model. The two states looked at last, the ends of a step, are viewed once however
 * many claims ask; no map of states, since a view may hold its state and would keep it alive.
 */
function viewersOf({ ensures, view }: Written, counts: Counts): Viewer[] {
  if (!ensures || !view) return [];
  return product(view.each, counts).map((params) => {
    let recent: readonly [State, unknown] | null = null;
    let older: readonly [State, unknown] | null = null;
    const see = (state: State) => {
      if (recent?.[0] === state) return recent[1];
      const found = older?.[0] === state ? older : ([state, view.of(state, params)] as const);
      older = recent;
      recent = found;
      return found[1];
    };
    return { params, see };
  });
}

function stepClaims({ step = {}, ensures }: Written, viewers: readonly Viewer[]): StepClaim[] {
  const plain = Object.entries(step).map(([property, holds]) => ({ property, params: {}, holds }));
  const contracted = Object.entries(ensures?.step ?? {}).flatMap(([property, judge]) =>
    viewers.map(({ params, see }) => ({
      property,
      params,
      holds: (before: State, _: unknown, after: State) => judge(see(before), see(after)),
    })),
  );
  return [...contracted, ...plain];
}

/** No thread is at a step that may sleep while it is inside a spin section. */
function sleepInAtomic(threads: readonly Thread[]): Claim[] {
  return threads.flatMap(({ field, id, atomic, sleepsAt }): Claim[] =>
    atomic && sleepsAt.size > 0
      ? [
          {
            property: 'sleepInAtomic',
            kind: 'always',
            conjunct: null,
            params: { [field]: id },
            subject: (state) => state,
            judge: (state: State) => {
              const label = labelOf(state, field, id);
              if (label === undefined || !sleepsAt.has(label)) return true;
              return !atomic((state[field] as Record<string, unknown>)[id]);
            },
          },
        ]
      : [],
  );
}
