import { test as propertyTest } from '@fast-check/vitest';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  emptyTree,
  goTo,
  line,
  stepsOf,
  stretches,
  type Tree,
  take,
  takeAll,
  undo,
  wayTo,
} from './tree.ts';

const step = (name: string) => ({ action: name, params: {} });
const names = (tree: Tree, ids = line(tree)) => stepsOf(tree, ids).map(({ action }) => action);

test('what is undone stays as a branch, and the same step leads back to it', () => {
  const there = takeAll(emptyTree, [step('a'), step('b'), step('c')]);
  const back = undo(undo(there));
  expect(names(back)).toEqual(['a', 'b', 'c']);
  const forked = take(back, step('d'));
  expect(names(forked)).toEqual(['a', 'd']);
  const again = take(undo(forked), step('b'));
  expect(names(again)).toEqual(['a', 'b', 'c']);
  expect(again.places).toHaveLength(5);
  expect(stretches(again)).toEqual({
    places: [0, 1],
    forks: [
      { places: [2, 3], forks: [] },
      { places: [4], forks: [] },
    ],
  });
  expect(undo(emptyTree)).toEqual(emptyTree);
});

type Move =
  | { readonly go: 'take'; readonly name: string }
  | { readonly go: 'undo' }
  | { readonly go: number };
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ go: fc.constant('take' as const), name: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ go: fc.constant('undo' as const) }),
  fc.record({ go: fc.nat({ max: 50 }) }),
);
propertyTest.prop([fc.array(move, { maxLength: 40 })], { seed: 1 })(
  'however one goes about, every place has its one way from the beginning',
  (moves) => {
    let tree = emptyTree;
    for (const each of moves) {
      if (each.go === 'take') tree = take(tree, step(each.name));
      else if (each.go === 'undo') tree = undo(tree);
      else tree = goTo(tree, each.go % tree.places.length);
      expect(wayTo(tree, tree.at)).toEqual(line(tree).slice(0, wayTo(tree, tree.at).length));
    }
    const ways = tree.places.map((_, id) => names(tree, wayTo(tree, id)).join(' '));
    expect(new Set(ways).size).toBe(tree.places.length);
  },
);
