import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['lastref-source'] },
  ssr: { resolve: { conditions: ['lastref-source'] } },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', '**/*.slow.test.ts'],
    testTimeout: 60_000,
    typecheck: { enabled: true, include: ['**/*.test-d.ts'] },
  },
});
