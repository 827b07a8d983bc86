/** Two recorded traces explained: what was read, who wrote it, where the correct run parts. */
import { expect, test } from 'vitest';
import { explain } from '../engine/report/explain.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import { loadProtocol } from '../model/index.ts';
import { readTrace } from './parse.ts';

async function explained(protocol: string, name: string, withoutMutation = false) {
  const trace = readTrace(new URL(`${protocol}/${name}.json`, import.meta.url).pathname);
  const { model, mutations } = await loadProtocol(protocol);
  const { bounds, mutation, property, steps, loop = null } = trace;
  const correct = instantiate(model, { bounds });
  const finding = { ...property, property: property.name, loop };
  if (withoutMutation) return explain(correct, finding, steps);
  return explain(instantiate(model, { bounds, mutation, mutations }), finding, steps, correct);
}

test('a pin that the count did not see: the step that took it, not the last put', async () => {
  const race = await explained('guest_memfd_conversion', 'gup-fast-does-not-read-the-pte-again');
  expect(race).toMatchObject({ violated: true, refused: null });
  const { cause, parting } = race;
  if (cause?.kind !== 'always') throw new Error('isolation is said of states');
  expect(cause.view?.map(({ path }) => path)).toEqual(['sharing', 'hostPins']);
  const writers = cause.reads.map(({ path, writer }) => [path, writer?.step, writer?.name]);
  expect(writers).toEqual([
    ['page.page0.attr', 22, 'cvt_store(vmm0)'],
    ['page.page0.folio', 3, 'gmem_fault_get_folio(host0)'],
    ['folio.folio0.holders', 19, 'cvt_put_folio(vmm0)'],
  ]);
  const pin = cause.reads.flatMap(({ items = [] }) => items)[0];
  expect(pin).toMatchObject({
    value: { by: 'host0', as: 'pin' },
    writer: { step: 18, name: 'gup_fast_recheck(host0)', thread: 'host0' },
  });
  expect(parting).toMatchObject({ at: 'state', step: { step: 18 }, refused: null, breaks: null });
  expect(parting?.fields).toContainEqual({
    path: 'task.host0.at',
    mutated: 'user',
    correct: 'gup_put_folio',
  });
});

const V5 = 'as-posted-in-v5-the-count-is-read-and-acted-on-not-frozen';

test('a count that is not frozen: the step that the correct model refuses, and why', async () => {
  const { cause, parting } = await explained('guest_memfd_callback', V5);
  if (cause?.kind !== 'step') throw new Error('the rule is said of steps');
  expect(cause.before.at(0)).toMatchObject({ path: 'page.page0.folio', writer: { step: 3 } });
  expect(cause.after.at(0)).toMatchObject({ was: 'ALL_SHARED', writer: { step: 18 } });
  expect(parting).toMatchObject({ at: 'state', step: { name: 'clear_freeze(vmm0)' } });
  // On the correct model alone it is the same refusal.
  const { refused } = await explained('guest_memfd_callback', V5, true);
  expect(refused).toEqual(parting?.refused);
  expect(refused).toMatchObject({
    step: 17,
    name: 'scan_try_get(scanner0, folio0)',
    why: 'guard',
    refusing: { path: 'folio.folio0.refcount', value: 0, writer: { step: 16 } },
    text: 'its guard read folio.folio0.refcount = 0, written by step 16, clear_freeze(vmm0)',
  });
});
