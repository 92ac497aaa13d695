import { defineConfig } from 'vitest/config';

/**
 * One project a layer, so that one layer can be run alone. Time limits only end what hangs: a laptop that does
 * something else as well must not fail a promise.
 */
export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'shared', include: ['test/shared/**/*.test.ts'], testTimeout: 60_000 } },
      { extends: true, test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 30_000 } },
      {
        extends: true,
        test: { name: 'functions', include: ['test/functions/**/*.test.ts'], testTimeout: 60_000 },
      },
      { extends: true, test: { name: 'infra', include: ['test/infra/**/*.test.ts'], testTimeout: 120_000 } },
      {
        extends: true,
        test: {
          name: 'local',
          include: ['test/local/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: { name: 'page', include: ['test/dashboard/**/*.test.ts'], testTimeout: 120_000 },
      },
    ],
  },
});
