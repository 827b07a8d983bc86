import type { NamedStep } from '../../traces/viewer/ask.ts';

/** A place in a walk, and how it was come to. */
export interface Place {
  readonly parent: number | null;
  /** The step that leads here; null for the beginning. */
  readonly step: NamedStep | null;
  readonly children: readonly number[];
  /** The child that was gone to last: the way that → takes. */
  readonly last: number | null;
  /** For the end of a run that never ends: how many steps are before its loop. */
  readonly loop: number | null;
}

/** Walks that part from each other, and the place that is looked at; never changed, always new. */
export interface Tree {
  readonly places: readonly Place[];
  readonly at: number;
}

const BEGINNING: Place = { parent: null, step: null, children: [], last: null, loop: null };

export const emptyTree: Tree = { places: [BEGINNING], at: 0 };

const place = (tree: Tree, id: number): Place => tree.places[id] ?? BEGINNING;

/** Takes a step: along a branch that has it, or along a new one. */
export function take(tree: Tree, step: NamedStep): Tree {
  const here = place(tree, tree.at);
  const same = JSON.stringify(step);
  const known = here.children.find((id) => JSON.stringify(place(tree, id).step) === same);
  const id = known ?? tree.places.length;
  const children = known === undefined ? [...here.children, id] : here.children;
  const places = tree.places.with(tree.at, { ...here, children, last: id });
  const fresh = { ...BEGINNING, parent: tree.at, step };
  return { places: known === undefined ? [...places, fresh] : places, at: id };
}

/** Takes steps one after another. @param loop where the last of them leads back to */
export function takeAll(tree: Tree, steps: readonly NamedStep[], loop: number | null = null): Tree {
  const end = steps.reduce(take, tree);
  if (loop === null) return end;
  return { ...end, places: end.places.with(end.at, { ...place(end, end.at), loop }) };
}

/** The step before; the one that is left stays as a branch. */
export const undo = (tree: Tree): Tree => ({ ...tree, at: place(tree, tree.at).parent ?? tree.at });

/** Looks at a place, and makes the way to it the one that → takes. */
export function goTo(tree: Tree, id: number): Tree {
  let { places } = tree;
  for (let child = id, parent = place(tree, id).parent; parent !== null; ) {
    places = places.with(parent, { ...(places[parent] ?? BEGINNING), last: child });
    child = parent;
    parent = places[parent]?.parent ?? null;
  }
  return { places, at: id };
}

/** The places from the beginning to one. */
export function wayTo(tree: Tree, id: number): number[] {
  const way: number[] = [];
  for (let at: number | null = id; at !== null; at = place(tree, at).parent) way.push(at);
  return way.reverse();
}

/** The places from the beginning through the one that is looked at, and on as it was gone on. */
export function line(tree: Tree): number[] {
  const way = wayTo(tree, tree.at);
  for (let id = place(tree, tree.at).last; id !== null; id = place(tree, id).last) way.push(id);
  return way;
}

export const stepsOf = (tree: Tree, ids: readonly number[]): NamedStep[] =>
  ids.flatMap((id) => place(tree, id).step ?? []);

/** A stretch of a tree without a fork: its places, and the stretches that go on from its end. */
export interface Stretch {
  readonly places: readonly number[];
  readonly forks: readonly Stretch[];
}

/** The tree by its forks. */
export function stretches(tree: Tree, from = 0): Stretch {
  const places = [from];
  for (;;) {
    const { children } = place(tree, places.at(-1) ?? 0);
    const [only, second] = children;
    if (only === undefined || second !== undefined) {
      return { places, forks: children.map((id) => stretches(tree, id)) };
    }
    places.push(only);
  }
}
