import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['lastref-source'] },
  ssr: { resolve: { conditions: ['lastref-source'] } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', '**/*.slow.test.ts'],
    testTimeout: 60_000,
    // On two cores vitest would leave one of them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    typecheck: { enabled: true, include: ['**/*.test-d.ts'] },
  },
});
