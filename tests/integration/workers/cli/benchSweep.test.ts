import { describe, expect, it } from 'vitest';
import { heldout } from '@/tests/heldoutProgram';
import { sweepBenchSchema } from '@/workers/cli/benchSweep';

describe('heldout bench sweep', () => {
  it('trains the same sweep with one worker and with two, and prints the gain', async () => {
    const small = ['--runs', '2', '--dModel', '16', '--epochs', '1', '--train-size', '64'];
    const args = ['bench', 'sweep', '--json', '--engine', 'onnx-cpu', '--threads', '1', '--at-once', '1,2'];
    const { code, stdout, stderr } = await heldout([...args, ...small]);
    expect(stderr).toContain('2 runs, 2 at once');
    expect(stderr).toContain('Replicas are not measured: onnx-cpu has none.');
    expect(code).toBe(0);
    const bench = sweepBenchSchema.parse(JSON.parse(stdout));
    expect(bench).toMatchObject({ engine: 'onnx-cpu', runs: 2, dModel: 16, layers: 1, trainSize: 64 });
    const [alone, two] = bench.atOnce;
    expect(bench.atOnce.map(({ workers, replicas }) => [workers, replicas])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(alone?.gain).toBe(1);
    expect(two?.gain).toBeCloseTo((alone?.seconds ?? 0) / (two?.seconds ?? 1), 9);
    for (const each of bench.atOnce) expect(each.runsPerHour * each.seconds).toBeCloseTo(2 * 3600, 6);
    // One after the other takes at least as long as the runs themselves.
    expect(alone?.seconds).toBeGreaterThan(alone?.secondsPerRun ?? Number.POSITIVE_INFINITY);
  });

  it('refuses to measure no run, with exit code 2', async () => {
    expect((await heldout(['bench', 'sweep', '--runs', '0'])).code).toBe(2);
  });
});
