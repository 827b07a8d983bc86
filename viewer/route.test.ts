import { test as propertyTest } from '@fast-check/vitest';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRoute, showRoute } from './route.ts';

const lengths = fc.array(fc.nat({ max: 99 }), { maxLength: 5 });

propertyTest.prop([lengths, fc.nat(), fc.nat()], { seed: 1 })(
  'every route is read back from the address as it was',
  (all, walk, step) => {
    const at = all.length === 0 ? null : walk % all.length;
    const route = { walk: at, step: at === null ? 0 : step % ((all[at] ?? 0) + 1) };
    expect(parseRoute(showRoute(route, all), all)).toEqual(route);
    const overview = { walk: null, step: 0 };
    expect(parseRoute(showRoute(overview, all), all)).toEqual(overview);
  },
);

propertyTest.prop([lengths, fc.string()], { seed: 1 })(
  'any address leads to a place that is there',
  (all, hash) => {
    const { walk, step } = parseRoute(hash, all);
    if (walk === null) expect(step).toBe(0);
    else expect(step).toBeLessThanOrEqual(all[walk] ?? -1);
  },
);

test('a walk that is alone is shown first', () => {
  expect(parseRoute('', [3])).toEqual({ walk: 0, step: 0 });
  expect(parseRoute('#s=4', [3])).toEqual({ walk: 0, step: 0 });
  expect(parseRoute('#t=1&s=2', [3, 3])).toEqual({ walk: 1, step: 2 });
  expect(parseRoute('#t=2&s=-1', [3, 3])).toEqual({ walk: null, step: 0 });
});
