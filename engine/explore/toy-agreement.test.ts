/** The engines agree on every model written by hand, and on each with every fault. */
import { expect, test } from 'vitest';
import { published } from '../../examples/published.ts';
import { counter, counterMutations } from '../fixtures/counter.ts';
import { grid } from '../fixtures/grid.ts';
import { lockedCounter, lockedCounterMutations } from '../fixtures/hunt-locked-counter.ts';
import { ring, ringMutations } from '../fixtures/hunt-ring.ts';
import { lostUpdate, lostUpdateMutations } from '../fixtures/lost-update.ts';
import { philosopherMutations, philosophers } from '../fixtures/philosophers.ts';
import { pingPong, pingPongMutations } from '../fixtures/ping-pong.ts';
import { differ } from '../fixtures/random/engines.ts';
import { readerWriter, readerWriterMutations } from '../fixtures/reader-writer.ts';
import { spinlock, spinlockMutations } from '../fixtures/spinlock.ts';
import { store } from '../fixtures/store.ts';
import type { AnyModel } from '../language/model.ts';
import type { Mutations } from '../language/mutation.ts';

/** Larger models are compared as far as this. */
const MAX_STATES = 400;

const models: readonly (readonly [AnyModel, Mutations | null])[] = [
  [counter, counterMutations],
  [grid, null],
  [lockedCounter, lockedCounterMutations],
  [lostUpdate, lostUpdateMutations],
  [philosophers, philosopherMutations],
  [pingPong, pingPongMutations],
  [readerWriter, readerWriterMutations],
  [ring, ringMutations],
  [spinlock, spinlockMutations],
  [store, null],
  ...published.map(({ model, mutations }) => [model, mutations] as const),
];

test.each(models.map(([model, mutations]) => [model.name, model, mutations] as const))(
  'the engines agree on %s and its faults',
  (_, model, mutations) => {
    for (const mutation of [null, ...Object.keys(mutations?.list ?? {})]) {
      for (const stopAt of ['never', 'any']) {
        const asked = { mutation, mutations, stopAt, maxStates: MAX_STATES };
        expect(differ(model, asked), `${mutation}`).toBe(null);
      }
    }
  },
);
