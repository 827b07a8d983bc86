import { describe, expect, test } from 'vitest';
import { check } from '../engine/explore/check.ts';
import { type Published, published } from './published.ts';

const title = ({ model, tlc }: Published) =>
  `${model.name}: ${tlc.distinctStates} states in ${tlc.manifest}, ${tlc.config}`;

describe.each(published.map((one) => [title(one), one] as const))('%s', (_, one) => {
  const { model, bounds, states, steps, depth, tlc, chooses, constraint, mutations, faults } = one;

  test('the reference engine counts what TLC counted', () => {
    const verdict = check(model, { bounds });
    expect(verdict).toMatchObject({ complete: true, states, steps, depth });

    const first = chooses ? 1 : 0;
    const cut = verdict.actions.find(({ name }) => name === constraint)?.refused ?? 0;
    expect(tlc).toMatchObject({
      distinctStates: states - first,
      totalStates: steps + 1 - first + cut,
      stateDepth: depth + 1 - first,
    });
    if (constraint) expect(cut).toBeGreaterThan(0);

    const open = verdict.properties.filter((p) => !['holds', 'reached'].includes(p.verdict));
    expect(open).toEqual([]);
    expect(verdict.properties.filter(({ kind }) => kind === 'always')).not.toEqual([]);
    expect(verdict.properties.filter(({ kind }) => kind === 'reachable')).not.toEqual([]);
    expect(verdict.actions.filter(({ fired }) => fired === 0)).toEqual([]);
  });

  test('every fault has a shortest length', () => {
    expect(Object.keys(faults).length).toBeGreaterThan(0);
    expect(Object.keys(faults)).toEqual(Object.keys(mutations.list));
  });

  const rows = Object.entries(faults).map(([name, [length, why]]) => [name, length, why] as const);
  test.each(rows)('%s: %i steps, %s', (mutation, length) => {
    const breaks = mutations.list[mutation]?.breaks;
    const verdict = check(model, { mutations, mutation, ...(breaks && { stopAt: breaks }) });
    const found = verdict.properties.find(({ name }) => name === breaks);
    expect(found?.verdict).toBe('violated');
    expect(found?.witness?.steps).toHaveLength(length);
  });
});

test('the list names each specification once', () => {
  const names = published.map(({ model }) => model.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(9);
});
