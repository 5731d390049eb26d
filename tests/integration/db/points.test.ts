import { join } from 'node:path';
import BetterSqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSweep } from '@/lib/server/sweeps';
import { openTestServer, smallSpec } from '../lib/server/harness';

const metric = 'train/runningLoss';

async function openRun() {
  const { context } = openTestServer();
  const [run] = (await createSweep(smallSpec)).runs;
  if (!run) throw new Error('expected a run');
  return { context, runId: run.id };
}

const value = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0));
/** Reports of a curve: each some points, the steps rising over all of them. */
const reports = fc.array(
  fc.array(fc.record({ gap: fc.integer({ min: 1, max: 9 }), value }), { maxLength: 40 }),
  { maxLength: 90 },
);

describe('points', () => {
  it('reads back what was appended, bit for bit, however it was cut and merged', async () => {
    const { context, runId } = await openRun();
    const { store } = context;
    fc.assert(
      fc.property(reports, (batches) => {
        const steps: number[] = [];
        const values: number[] = [];
        store.write('test', () => {
          store.points.clear(runId);
          for (const batch of batches) {
            const from = steps.length;
            for (const { gap, value } of batch) {
              steps.push((steps.at(-1) ?? -1) + gap);
              values.push(value);
            }
            const added = steps.slice(from);
            store.points.append(runId, {
              metric,
              steps: added,
              values: values.slice(from),
              timesMs: added.map((step) => step * 7),
            });
          }
        });
        const series = store.points.read([runId]).get(runId)?.get(metric);
        expect([...(series?.steps ?? [])]).toEqual(steps);
        expect([...(series?.values ?? [])]).toEqual(values);
        expect([...(series?.timesMs ?? [])]).toEqual(steps.map((step) => step * 7));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps the number of chunks of a long curve small', async () => {
    const { context, runId } = await openRun();
    const { store } = context;
    store.write('test', () => {
      for (let step = 0; step < 5000; step++) {
        store.points.append(runId, { metric, steps: [step], values: [step], timesMs: [step] });
      }
    });
    const file = new BetterSqlite(join(context.home, 'heldout.db'), { readonly: true });
    const chunks = file.prepare('select count(*) from point_chunks').pluck().get();
    file.close();
    // 4 sealed chunks of 1024 points or a little more, and fewer than 32 small ones.
    expect(chunks).toBeLessThan(5 + 32);
  });

  it('refuses a step that does not come after the ones before it, and stores nothing of that report', async () => {
    const { context, runId } = await openRun();
    const { store } = context;
    const append = (steps: number[]) =>
      store.write('test', () => {
        store.points.append(runId, { metric, steps, values: steps, timesMs: steps });
      });
    append([1, 2]);
    expect(() => append([3, 3])).toThrow('got step 3 after 3');
    expect(() => append([2])).toThrow('got step 2 after 2');
    expect(() => append([2 ** 32])).toThrow('expected steps that rise');
    expect([...(store.points.read([runId]).get(runId)?.get(metric)?.steps ?? [])]).toEqual([1, 2]);
  });
});
