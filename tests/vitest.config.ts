import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

/** One project a kind of test, so that `npm run unit -- --project unit` runs just that kind. */
export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    reporters: ['default'],
    pool: 'forks',
    maxWorkers: 2,
    projects: ['unit', 'numerics', 'integration', 'e2e'].map((kind) => ({
      extends: true,
      test: {
        name: kind,
        include: [`tests/${kind}/**/*.test.{ts,tsx}`],
        testTimeout: kind === 'e2e' ? 300_000 : kind === 'integration' ? 120_000 : 30_000,
        hookTimeout: 180_000,
      },
    })),
  },
});
