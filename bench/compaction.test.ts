import { afterEach, expect, test, vi } from 'vitest';
import { Crew } from '../engine/explore/packed/crew.ts';
import { PackedSearch } from '../engine/explore/packed/packed-search.ts';
import { instantiate } from '../engine/system/instantiate.ts';
import { gmem } from './gmem.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

// A thread that joins fills its part of the table from the states, which are given up meanwhile.
test.each([0, 4096, 100_000])(
  'hashes alone count the same with a thread that may join after %i states',
  (enough) => {
    const { recruit } = Crew.prototype;
    // However long a thread takes to start, it is there at once.
    vi.spyOn(Crew.prototype, 'recruit').mockImplementation(function (this: Crew, members) {
      recruit.call(this, members, true);
    });
    const system = instantiate(gmem, { bounds: { pages: 3, hosts: 2, pins: 1 } });
    const options = { workers: 2, symmetry: false, compact: true, enough };
    const search = new PackedSearch(system, options);
    while (!search.advance(1000));
    const { complete, states, steps } = search.verdict();
    expect({ complete, states, steps }).toEqual({
      complete: true,
      states: 155_673,
      steps: 960_435,
    });
  },
);
