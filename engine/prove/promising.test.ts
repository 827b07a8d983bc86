import { expect, test } from 'vitest';
import type { System } from '../system/system.ts';
import { FIXED_ORDERS, type FixedOrder } from './orders.ts';
import { promising } from './promising.ts';

/** What each order needs with one id, with two, and with three. */
type Needs = Partial<Record<FixedOrder, readonly number[]>>;

/** What is chosen, and how many orders each model was tried in. */
function chosen(needs: Needs, models: number) {
  const tried: number[] = [];
  const smaller = (most: number) => (most <= models ? ({ most } as unknown as System) : null);
  const orders = promising(smaller, (system, asked) => {
    const { most } = system as unknown as { readonly most: number };
    tried.push(asked.length);
    return new Map(
      asked.flatMap((order) => {
        const nodes = needs[order]?.[most - 1];
        return nodes === undefined ? [] : [[order, nodes] as const];
      }),
    );
  });
  return { orders, tried };
}

test('without a smaller model every order is as good', () => {
  expect(chosen({}, 0)).toEqual({ orders: FIXED_ORDERS, tried: [] });
});

test('with one smaller model the bad ones are dropped and the others left', () => {
  const needs = { force: [10], reversed: [30], grouped: [31] };
  expect(chosen(needs, 1)).toEqual({ orders: ['force', 'reversed'], tried: [3] });
});

test('with two the one that grows least is chosen, though it may be larger', () => {
  const needs = { force: [10, 100], reversed: [20, 110], grouped: [30, 1000] };
  expect(chosen(needs, 2)).toEqual({ orders: ['reversed'], tried: [3, 3] });
});

test('but not where it is so much larger that it would stay so', () => {
  const needs = { force: [10, 50], reversed: [30, 120] };
  expect(chosen(needs, 2).orders).toEqual(['force']);
});

test('a third one overrules, for those that were not bad with two', () => {
  const needs = {
    force: [26, 469, 25_000],
    reversed: [26, 476, 30_000],
    grouped: [24, 535, 17_000],
  };
  expect(chosen(needs, 3)).toEqual({ orders: ['grouped'], tried: [3, 3, 3] });
  const lost = { force: [10, 100, 999], reversed: [10, 400, 1], grouped: [40, 1, 1] };
  expect(chosen(lost, 3)).toEqual({ orders: ['force'], tried: [3, 2] });
});

test('a model that is too large in every order changes nothing', () => {
  const needs = { force: [10, 100], reversed: [20, 110], grouped: [30, 1000] };
  expect(chosen(needs, 3).orders).toEqual(['reversed']);
  expect(chosen({ force: [10], reversed: [20] }, 2).orders).toEqual(['force', 'reversed']);
});
