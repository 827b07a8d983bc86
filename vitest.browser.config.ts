import { defineConfig } from 'vitest/config';

/** The suites that drive a browser, which has to be there: `npm run test:browser`. */
export default defineConfig({
  resolve: { conditions: ['lastref-source'] },
  ssr: { resolve: { conditions: ['lastref-source'] } },
  test: {
    include: ['scripts/browser/*.browser.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
