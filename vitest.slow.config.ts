import { defineConfig } from 'vitest/config';

/** The suites that take minutes: `npm run test:slow`. */
export default defineConfig({
  resolve: { conditions: ['lastref-source'] },
  ssr: { resolve: { conditions: ['lastref-source'] } },
  test: { include: ['**/*.slow.test.ts'], testTimeout: 600_000 },
});
