import { defineConfig } from 'vitest/config';

/** One project a layer, so that `npx vitest --project shared` stays under a second or two. */
export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'shared', include: ['test/shared/**/*.test.ts'] } },
      { extends: true, test: { name: 'cli', include: ['test/cli/**/*.test.ts'], testTimeout: 30_000 } },
      { extends: true, test: { name: 'functions', include: ['test/functions/**/*.test.ts'] } },
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
