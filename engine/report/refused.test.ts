import { expect, test } from 'vitest';
import { lockedCounter } from '../fixtures/hunt-locked-counter.ts';
import { instantiate } from '../system/instantiate.ts';
import { explain } from './explain.ts';
import { explainText } from './explain-text.ts';

const system = instantiate(lockedCounter);
const finding = { property: 'noUpdateIsLost', kind: 'always', conjunct: null, params: {} } as const;

test('a guard that refuses: its reads in order, the last of them where it did', () => {
  const lock = (worker: string) => ({ action: 'lock', params: { worker } });
  const turn = ['lock', 'read', 'write'].map((action) => ({ action, params: { worker: 'w0' } }));
  const taken = explain(system, finding, [lock('w0'), lock('w1')]).refused;
  expect(taken).toMatchObject({ step: 2, name: 'lock(w1)', why: 'guard' });
  // The second half of the guard was not asked.
  expect(taken?.reads.map(({ path }) => path)).toEqual(['lock.owner']);
  expect(taken?.refusing).toMatchObject({ value: 'w0', writer: { step: 1, name: 'lock(w0)' } });
  const often = [...turn, ...turn, ...turn, ...turn, lock('w1')];
  const explanation = explain(system, finding, often);
  expect(`\n${explainText(system, finding, often, explanation)}\n`).toMatchInlineSnapshot(`
    "
    locked-counter  (workers=2)
    the trace no longer runs: step 13, lock(w1), is refused: its guard read added = 4, written by
      step 12, write(w0)

    its guard read  value  last written by
    lock.owner      null   step 12, write(w0)  was w0
    added           4      step 12, write(w0)  was 3   and refused
    "
  `);
});

test('a thread that is elsewhere: the step that left it there', () => {
  const steps = ['lock', 'write'].map((action) => ({ action, params: { worker: 'w0' } }));
  expect(explain(system, finding, steps).refused).toMatchObject({
    step: 2,
    why: 'thread elsewhere',
    refusing: { path: 'worker.w0.at', value: 'read', writer: { step: 1 } },
    text: 'w0 stands at read, not at write: step 1, lock(w0), left it there',
  });
});
