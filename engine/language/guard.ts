import type { Params } from './action.ts';
import { standsAround, textOf } from './author.ts';

type Conjuncts<S, P> = Readonly<Record<string, (s: S, p: P) => boolean>>;
type AnyFn = (s: unknown, p: Params) => boolean;

const parts = new WeakMap<object, Readonly<Record<string, AnyFn>>>();

/**
 * A guard of named conjuncts, which must all hold, asked in the order written:
 * `when: all({ isOpen: (s) => s.open, isEmpty: (s) => s.refs === 0 })`. The same as `&&` between
 * them, but the names are known: `mutate` drops each in turn.
 */
export function all<S, P>(conjuncts: Conjuncts<S, P>): (s: S, p: P) => boolean {
  const list = Object.values(conjuncts);
  const guard = (s: S, p: P) => list.every((holds) => holds(s, p) === true);
  parts.set(guard, conjuncts as Readonly<Record<string, AnyFn>>);
  const texts = Object.entries(conjuncts).map(([name, each]) => `${name}: ${textOf(each)}`);
  return standsAround(guard, { toString: () => `all({ ${texts.join(', ')} })` });
}

/** The conjuncts that a guard was made of by `all`. */
export const conjunctsOf = (guard: object): Readonly<Record<string, AnyFn>> | null =>
  parts.get(guard) ?? null;
