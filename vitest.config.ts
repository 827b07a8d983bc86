import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const NOT_HERE = ['node_modules/**', 'dist/**', '**/*.slow.test.ts'];
const ISOLATED = '**/*.isolated.test.ts';

/**
 * Loading the same modules for each file took a third of the time: files share them, but for those
 * that put something else in a module's place.
 */
export default defineConfig({
  resolve: { conditions: ['lastref-source'] },
  ssr: { resolve: { conditions: ['lastref-source'] } },
  test: {
    testTimeout: 60_000,
    // On two cores vitest would leave one of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['**/*.test.ts'],
          exclude: [...NOT_HERE, ISOLATED],
          isolate: false,
          typecheck: { enabled: true, include: ['**/*.test-d.ts'] },
        },
      },
      { extends: true, test: { name: 'isolated', include: [ISOLATED], exclude: NOT_HERE } },
    ],
  },
});
