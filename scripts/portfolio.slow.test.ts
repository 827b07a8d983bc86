import { expect, test } from 'vitest';
import { runLastref } from './fixtures/run-lastref.ts';

test('where no engine is named, a model with too many states is proved', async () => {
  const asked = ['check', './bench/gmem.ts', '--mutation', 'none', '--no-symmetry'];
  const { code, stdout } = await runLastref([...asked, '--bounds', 'pages=4,hosts=2,pins=2']);
  // As many as every other checker that came to its end.
  expect(stdout).toMatch(/^126,155,920 states, 931,798,816 steps, .*: every property holds/m);
  expect(stdout).toMatch(/^prove: explore had 20,0\d\d,\d\d\d states, and no end in sight$/m);
  expect(code).toBe(0);
});
