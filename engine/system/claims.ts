import type { Params } from '../language/action.ts';
import type { Domain, Scalar } from '../language/domain.ts';
import type { AnyModel } from '../language/model.ts';
import type { PropertyKind } from '../language/property.ts';
import { product } from './product.ts';
import { type Claim, labelOf, type State, type StepClaim, type Thread } from './system.ts';

type Judge = (subject: never, params?: never) => boolean;
interface AnyEach {
  readonly each: Readonly<Record<string, Domain<Scalar>>>;
  readonly of: (s: State, p: Params) => unknown;
}
type AnyProperty = Judge | AnyEach | Readonly<Record<string, Judge | AnyEach>>;
type Group = Readonly<Record<string, AnyProperty>>;

/** The property part of a definition, with its types forgotten. */
interface Written {
  readonly always?: Group;
  readonly step?: Readonly<Record<string, StepClaim['holds']>>;
  readonly recoverable?: Group;
  readonly reachable?: Group;
  readonly ensures?: {
    readonly always: Group;
    readonly step: Readonly<Record<string, (before: unknown, after: unknown) => boolean>>;
    readonly recoverable: Group;
    readonly reachable: Group;
  };
  readonly view?: AnyEach;
}

type Counts = ReadonlyMap<Domain<Scalar>, number>;

export interface Claims {
  readonly always: readonly Claim[];
  readonly step: readonly StepClaim[];
  readonly recoverable: readonly Claim[];
  readonly reachable: readonly Claim[];
}

/** Everything that a model's properties say, one claim for each conjunct and each id. */
export function claimsOf(model: AnyModel, counts: Counts, threads: readonly Thread[]): Claims {
  const written = model.definition as Written;
  const kind = (name: 'always' | 'recoverable' | 'reachable') => [
    ...owed(written, name, counts),
    ...own(written[name], name, counts),
  ];
  return {
    always: [...kind('always'), ...sleepInAtomic(threads)],
    step: stepClaims(written, counts),
    recoverable: kind('recoverable'),
    reachable: kind('reachable'),
  };
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
function owed(written: Written, kind: 'always' | 'recoverable' | 'reachable', counts: Counts) {
  const { ensures, view } = written;
  if (!ensures || !view) return [];
  return conjunctsOf(ensures[kind]).flatMap(([property, conjunct, judge]): Claim[] =>
    product(view.each, counts).map((params) => ({
      property,
      kind,
      conjunct,
      params,
      subject: (state: State) => view.of(state, params),
      judge: judge as Judge,
    })),
  );
}

function stepClaims({ step = {}, ensures, view }: Written, counts: Counts): StepClaim[] {
  const plain = Object.entries(step).map(([property, holds]) => ({ property, params: {}, holds }));
  if (!ensures || !view) return plain;
  const views = product(view.each, counts);
  const contracted = Object.entries(ensures.step).flatMap(([property, judge]) =>
    views.map((params) => ({
      property,
      params,
      holds: (before: State, _: unknown, after: State) =>
        judge(view.of(before, params), view.of(after, params)),
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
