import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));

const testTimeoutsMs: Record<string, number> = {
  integration: 120_000,
  e2e: 300_000,
  // `npm run test:faults` has hundreds of faults where `npm test` has a few.
  faults: process.env['HELDOUT_FAULTS'] === 'all' ? 3_600_000 : 180_000,
};

/** One project a kind of test, so that `npm run unit -- --project unit` runs just that kind. */
export default defineConfig({
  root,
  resolve: { alias: { '@': root } },
  test: {
    reporters: ['default'],
    pool: 'forks',
    maxWorkers: 2,
    projects: ['unit', 'numerics', 'integration', 'faults', 'e2e'].map((kind) => ({
      extends: true,
      test: {
        name: kind,
        include: [`tests/${kind}/**/*.test.{ts,tsx}`],
        testTimeout: testTimeoutsMs[kind] ?? 30_000,
        hookTimeout: 180_000,
        // A machine that does other things too is slower than the second that expect.poll waits by itself.
        expect: { poll: { timeout: 15_000 } },
      },
    })),
  },
});
