import { describe, expect, test } from 'vitest';
import { check } from '../engine/explore/check.ts';
import { spinlock, spinlockMutations } from '../engine/fixtures/spinlock.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import { run } from '../engine/trace.ts';
import { toItf } from './itf.ts';
import { toMermaid } from './mermaid.ts';
import { parseTrace } from './parse.ts';
import { recordTrace } from './record.ts';
import { replayTrace } from './replay.ts';
import type { TraceFile } from './trace-file.ts';
import { toVitest } from './vitest-test.ts';
import { traceText } from './write.ts';

const mutations = spinlockMutations;

/** How a mutation starves somebody. */
function starving(mutation: string): TraceFile {
  const { properties } = check(spinlock, { mutations, mutation, stopAt: 'never' });
  const witness = properties.find(({ name }) => name === 'getsIn')?.witness;
  if (!witness) throw new Error(`${mutation} starves nobody`);
  const found = { engine: 'reference', version: '0.0.0' };
  const system = instantiate(spinlock, { mutations, mutation });
  return recordTrace(system, witness, { model: spinlock, mutations, file: null, found });
}

describe('a counterexample that never ends', () => {
  const STARVES = 'what can run only now and then need not';
  const starves = starving(STARVES);
  const prove = (file: TraceFile) => replayTrace(file, spinlock, mutations).proofs;
  const system = instantiate(spinlock, { mutations, mutation: STARVES });
  const done = run(system, starves.steps);

  test('is recorded with its loop, and comes to no harm where fairness forbids it', () => {
    expect(starves).toMatchObject({ loop: 1, property: { kind: 'leadsTo', step: 4 } });
    expect(prove(starves).map(({ detail }) => detail)).toEqual([
      'all 4 steps run',
      'getsIn is broken at step 4',
      'it runs and breaks nothing: the loop is not fair: ' +
        'worker0 (strong) can run in it and never does',
    ]);
  });

  test('that does not go back to where it says is refused', () => {
    const [, violates] = prove({ ...starves, loop: 2 });
    expect(violates).toMatchObject({
      ok: false,
      detail: 'getsIn holds: the last step does not lead back to state 2',
    });
    const [, stays] = prove({ ...starves, loop: 4 });
    expect(stays?.detail).toContain('the loop is not fair: worker0 (weak) can run all along it');
  });

  test('of another id, or that is answered in its loop, is refused', () => {
    const { property } = starves;
    const other = { ...property, params: { worker: 'worker1' } };
    expect(prove({ ...starves, property: other })[1]).toMatchObject({ ok: false });
    const isFreed = { ...property, name: 'isFreed', params: {} };
    expect(prove({ ...starves, property: isFreed })[1]).toMatchObject({
      ok: false,
      detail: 'isFreed holds: what is owed comes',
    });
  });

  test('needs a loop within its steps', () => {
    const { loop: _, ...endless } = starves;
    expect(() => parseTrace(traceText(endless), 'a file')).toThrow('a loop, and there is none');
    const far = traceText({ ...starves, loop: 9 });
    expect(() => parseTrace(far, 'a file')).toThrow('loop is 9, but the trace has 4 steps');
  });

  test('is exported with its loop', () => {
    expect(toItf(starves, done)).toMatchObject({ loop: 1 });
    const lines = toMermaid(system, starves, done).split('\n');
    const [start, end] = [lines.indexOf('  loop for ever'), lines.indexOf('  end')];
    const inside = lines.slice(start, end).filter((line) => line.includes('->>'));
    expect([start > 0, inside.length]).toEqual([true, 3]);
    const from = './spinlock.ts';
    const imports = { model: { name: 'm', from }, mutations: { name: 'faults', from } };
    expect(toVitest(starves, imports)).toContain(`mutation: '${STARVES}', loop: 1 }, steps)`);
  });

  test('is drawn by its first and last steps where it is long, and says so', () => {
    const lines = toMermaid(system, starves, done, { most: 2, how: 'shortest' }).split('\n');
    const arrows = lines.filter((line) => line.includes('->>'));
    expect(arrows.map((line) => line.split(': ')[1]?.split(' ')[0])).toEqual(['1', '4']);
    expect(lines.filter((line) => line.includes('left out'))).toEqual([
      '  Note over state: 2 steps are left out',
    ]);
    const [start, end] = [lines.indexOf('  loop for ever'), lines.indexOf('  end')];
    expect(start).toBeGreaterThan(lines.indexOf(arrows[0] ?? ''));
    expect(start).toBeLessThan(lines.indexOf(arrows[1] ?? ''));
    expect(end).toBe(lines.length - 2);
    expect(lines.at(-1)).toContain('shortest way in');
  });

  test('that stops has no loop to draw', () => {
    const kept = starving('the lock is kept');
    const stops = instantiate(spinlock, { mutations, mutation: kept.mutation });
    expect(kept.loop).toBe(3);
    expect(toMermaid(stops, kept, run(stops, kept.steps))).not.toContain('loop');
  });
});
