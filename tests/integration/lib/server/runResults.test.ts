import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishRun } from '@/lib/server/reports';
import { createSweep } from '@/lib/server/sweeps';
import { runResult } from '@/lib/stats/runResult';
import { openTestServer, points, register, report, requireLease, smallSpec } from './harness';

const metrics = ['validation/loss', 'test/bleu', 'test/loss', 'train/runningLoss', 'system/rssBytes'];
// A result is stored as JSON, which has no -0; adding 0 makes it 0.
const number = fc.double({ min: -5, max: 5, noNaN: true }).map((each) => each + 0);
const value = fc.oneof(number, fc.constant(Number.NaN));
/** At each step, some of the metrics. */
const curves = fc.array(fc.dictionary(fc.constantFrom(...metrics), value), { minLength: 1, maxLength: 120 });

describe("a run's result", () => {
  it('is that of its whole curves, however they were reported', async () => {
    const { context } = openTestServer();
    const { sweep } = await createSweep({
      ...smallSpec,
      factors: {},
      seeds: Array.from({ length: 40 }, (_, i) => i),
    });
    const { objective } = context.store.sweeps.find(sweep.id)?.spec ?? {};
    if (!objective) throw new Error('the sweep is gone');
    const worker = register();
    await fc.assert(
      fc.asyncProperty(curves, fc.integer({ min: 1, max: 30 }), async (steps, stepsAReport) => {
        const run = await requireLease(worker);
        const columnsOf = (from: number, to: number) =>
          metrics.map((metric) =>
            points(
              metric,
              Object.fromEntries(
                steps.slice(from, to).flatMap((values, i) => {
                  const at = values[metric];
                  return at === undefined ? [] : [[from + i, at]];
                }),
              ),
            ),
          );
        const totals = { totalSteps: 40, totalEpochs: 4, epoch: 1 };
        for (let from = 0, sequence = 1; from < steps.length; from += stepsAReport, sequence++) {
          const progress = { step: from, ...totals };
          report(run, sequence, { points: columnsOf(from, from + stepsAReport), progress });
        }
        const { runId, attempt, leaseToken } = run;
        finishRun(runId, { attempt, leaseToken, outcome: 'finished' });
        const whole = columnsOf(0, steps.length).filter((columns) => columns.steps.length > 0);
        const expected = runResult(new Map(whole.map((columns) => [columns.metric, columns])), objective, 10);
        expect(context.store.runs.find(runId)?.result).toEqual(expected);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});
