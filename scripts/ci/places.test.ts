import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { gmem } from '../../bench/gmem.ts';
import { lostUpdate, lostUpdateMutations } from '../../engine/fixtures/lost-update.ts';
import { spinlock } from '../../engine/fixtures/spinlock.ts';
import type { AnyModel } from '../../engine/language/model.ts';
import type { Mutations } from '../../engine/language/mutation.ts';
import type { PropertyKind } from '../../engine/language/property.ts';
import { writtenOf } from '../../engine/report/written.ts';
import { type Place, placesOf } from './places.ts';

/** Where the parts of a model are written. */
function sourcesOf(model: AnyModel, mutations: Mutations | null, mutation: string | null) {
  const written = writtenOf(model, mutations, mutation);
  const places = placesOf(written.all);
  return {
    model: places.get(written.model) ?? null,
    action: (name: string) => places.get(written.action(name)) ?? null,
    property: (name: string, kind: PropertyKind) =>
      places.get(written.property(name, kind)) ?? null,
  };
}

/** The text of a source from a place to the end of the line. */
function textAt(place: Place | null): string {
  if (!place) throw new Error('no place');
  const line = readFileSync(fileURLToPath(place.url), 'utf8').split('\n')[place.line - 1] ?? '';
  return line.trim();
}

test('an action is where its recipe is, a property where its test is', () => {
  const sources = sourcesOf(lostUpdate, null, null);
  expect(textAt(sources.model)).toMatch(/^init: /);
  expect(textAt(sources.action('add'))).toBe('then: (s) => {');
  expect(textAt(sources.property('nothingIsLost', 'always'))).toMatch(/^always: { nothingIsLost: /);
  expect(textAt(sources.property('allDone', 'reachable'))).toMatch(/^reachable: { allDone: /);
});

test('a step that a mutation gives is where the mutation is', () => {
  const [name = ''] = Object.keys(lostUpdateMutations.list);
  const plain = sourcesOf(lostUpdate, lostUpdateMutations, null);
  const mutated = sourcesOf(lostUpdate, lostUpdateMutations, name);
  expect(mutated.action('add')?.line).toBeGreaterThan(plain.action('add')?.line ?? Infinity);
  expect(textAt(mutated.action('write'))).toBe('then: (s, { me }) => {');
  expect(mutated.model).toEqual(plain.model);
});

test('a property of a contract is where the contract is, a response where its `from` is', () => {
  const sources = sourcesOf(spinlock, null, null);
  expect(textAt(sources.property('getsIn', 'leadsTo'))).toMatch(/getsIn: { from: /);
  expect(textAt(sources.property('isFreed', 'leadsTo'))).toMatch(/isFreed: { from: /);
});

test('what nobody wrote has the place of the model', () => {
  const sources = sourcesOf(gmem, null, null);
  expect(sources.property('deadlock', 'deadlock')).toEqual(sources.model);
  expect(sources.property('no such property', 'always')).toEqual(sources.model);
  expect(sources.action('constructor')).toEqual(sources.model);
});

test('a function without a script has no place, and nothing is left behind', () => {
  const bound = (() => 1).bind(null);
  expect(placesOf([bound, Math.max]).get(bound)).toBeNull();
  expect(Object.keys(globalThis).filter((name) => name.includes('lastref'))).toEqual([]);
});
