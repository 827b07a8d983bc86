/**
 * Every shipped protocol at every bounds whose size is recorded, but for the default ones, which
 * `npm run check` goes through: nothing is violated, and the size is the recorded one.
 */
import { describe, expect, test } from 'vitest';
import { check } from '../engine/index.ts';
import { loadProtocol, protocolNames } from '../model/index.ts';
import { readExpected } from '../scripts/expected.ts';

const protocols = await Promise.all(protocolNames().map(loadProtocol));

/** The bounds that are not at their defaults, as the command line takes them. */
const nameOf = (model: (typeof protocols)[number]['model'], bounds: Record<string, number>) =>
  Object.entries(bounds)
    .filter(([name, n]) => model.bounds[name]?.initial !== n)
    .map(([name, n]) => `${name}=${n}`)
    .join(',');

describe.each(protocols)('$name', ({ name, model }) => {
  const cases = readExpected(name)
    .map((expected) => ({ ...expected, at: nameOf(model, expected.bounds) }))
    .filter(({ at }) => at !== '');
  test.each(cases)('at $at', ({ bounds, states, steps, depth }) => {
    const verdict = check(model, { bounds, stopAt: 'never' });
    expect(verdict.properties.filter((property) => property.verdict === 'violated')).toEqual([]);
    expect(verdict).toMatchObject({ complete: true, states, steps, depth });
  });
});
