import { describe, expect, it } from 'vitest';
import { measureSweeps, sweepBenchSchema } from '@/workers/cli/benchSweep';

const flags = { runs: 4, dModel: 64, layers: 1, epochs: 2, trainSize: 100, corpus: 'news' };

/** Runs one after the other, so many at once, each of 1000 ms. */
async function train({ trainers, replicas }: { trainers: number; replicas: number }) {
  const runs = [0, 1, 2, 3].map((run) => {
    const startedAtMs = 5000 + 1000 * Math.floor(run / (trainers * replicas));
    return { startedAtMs, finishedAtMs: startedAtMs + 1000, durationMs: 1000 };
  });
  return { runs, engine: 'onnx-webgpu', device: 'RTX 3060' };
}

describe('rates of whole sweeps', () => {
  it('are told for each number of workers and of replicas, with the gain over one run at a time', async () => {
    const spreads = [
      { trainers: 2, replicas: 1 },
      { trainers: 1, replicas: 1 },
      { trainers: 1, replicas: 4 },
    ];
    const bench = sweepBenchSchema.parse(await measureSweeps(flags, spreads, train));
    expect(bench).toMatchObject({ version: 2, engine: 'onnx-webgpu', device: 'RTX 3060', ...flags });
    const of = { secondsPerRun: 1 };
    expect(bench.atOnce).toEqual([
      { ...of, workers: 2, replicas: 1, seconds: 2, runsPerHour: 7200, gain: 2 },
      { ...of, workers: 1, replicas: 1, seconds: 4, runsPerHour: 3600, gain: 1 },
      { ...of, workers: 1, replicas: 4, seconds: 1, runsPerHour: 14_400, gain: 4 },
    ]);
  });

  it('are over the first where one at a time was not measured', async () => {
    const spreads = [
      { trainers: 2, replicas: 1 },
      { trainers: 1, replicas: 4 },
    ];
    const { atOnce } = await measureSweeps(flags, spreads, train);
    expect(atOnce.map(({ gain }) => gain)).toEqual([1, 2]);
  });

  it('are refused where nothing is to be measured', async () => {
    await expect(measureSweeps(flags, [], train)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('--at-once'),
    });
  });
});
