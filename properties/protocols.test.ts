/** Every shipped protocol keeps its properties, and every mutation breaks the one that it names. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { check } from '../engine/index.ts';
import type { Mutation } from '../engine/language/mutation.ts';
import { loadProtocol, protocolNames } from '../model/index.ts';
import { slug } from '../traces/write.ts';

const protocols = await Promise.all(protocolNames().map(loadProtocol));

describe.each(protocols)('$name', ({ name, model, mutations }) => {
  // With one host thread: `npm run check` goes to the default bounds.
  test('keeps every property, reaches every goal', () => {
    const bounds = 'hosts' in model.bounds ? { hosts: 1 } : {};
    const verdict = check(model, { bounds, stopAt: 'never' });
    expect(verdict.complete).toBe(true);
    const failed = verdict.properties.filter(({ verdict: v }) => v !== 'holds' && v !== 'reached');
    expect(failed).toEqual([]);
  });

  const list = Object.entries<Mutation<never, object, never, string>>(mutations?.list ?? {});
  test.each(list)('%s', (mutation, { breaks }) => {
    const verdict = check(model, { mutation, mutations, stopAt: breaks });
    const broken = verdict.properties.find((property) => property.name === breaks);
    expect(broken?.verdict).toBe('violated');
    const recorded = new URL(`../traces/${name}/${slug(mutation)}.json`, import.meta.url);
    const { steps, property } = JSON.parse(readFileSync(recorded, 'utf8'));
    expect(property.name).toBe(breaks);
    expect(broken?.witness?.steps).toHaveLength(steps.length);
  });

  test('every fault says where it comes from', () => {
    for (const [, { source }] of list) expect(source?.cite).toMatch(/\w+/);
  });
});
