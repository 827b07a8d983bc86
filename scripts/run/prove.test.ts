import { expect, test } from 'vitest';
import { gmem } from '../../bench/gmem.ts';
import { instantiate } from '../../engine/system/instantiate.ts';
import { proofOf } from './prove.ts';
import { Pulse } from './pulse.ts';

test('a proof that is under way shows nodes, and takes none for states', () => {
  const pulse = new Pulse();
  const shown: { states: number; queue: number }[] = [];
  const show = pulse.show.bind(pulse);
  pulse.show = (counts) => {
    shown.push(counts);
    show(counts);
  };
  const job = { stopAt: 'any', maxSeconds: null, maxMemory: 2 ** 30, fieldOrder: 'auto' } as const;
  const verdict = proofOf(
    instantiate(gmem, { bounds: { pages: 3 } }),
    { model: gmem, mutations: null },
    job,
    pulse,
  );
  expect(verdict.states).toBe(155_673);
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.pop()?.states).toBe(155_673);
  expect(shown.every(({ states }) => states === 0)).toBe(true);
  expect(shown.some(({ queue }) => queue > 0)).toBe(true);
});
