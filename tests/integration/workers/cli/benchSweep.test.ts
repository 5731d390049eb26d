import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { heldout } from '@/tests/heldoutProgram';
import { sweepBenchSchema } from '@/workers/cli/benchSweep';
import { missingPackage, softwareGpu } from '../../../vulkan.mjs';
import { temporaryHome } from '../harness';
import { writeCorpus } from '../offline/folder';

/** Of a corpus of few sentences: on SwiftShader each takes its time. */
async function benchOf(args: readonly string[], env: Record<string, string> = {}) {
  const corpus = join(await temporaryHome(), 'small.tsv');
  await writeCorpus(corpus);
  const small = ['--runs', '2', '--dModel', '16', '--epochs', '1', '--train-size', '64', '--corpus', corpus];
  const done = await heldout(['bench', 'sweep', '--json', '--threads', '1', ...args, ...small], env);
  expect(done, done.stderr).toMatchObject({ code: 0 });
  return { ...done, bench: sweepBenchSchema.parse(JSON.parse(done.stdout)) };
}

describe('heldout bench sweep', () => {
  it('trains the same sweep with one worker and with two, and prints the gain', async () => {
    const { bench, stderr } = await benchOf(['--engine', 'onnx-cpu', '--at-once', '1,2']);
    expect(stderr).toContain('2 runs, 2 at once');
    expect(stderr).toContain('Replicas are not measured: onnx-cpu has none.');
    expect(bench).toMatchObject({ engine: 'onnx-cpu', runs: 2, dModel: 16, layers: 1, trainSize: 64 });
    expect(bench.corpus).toBe('small');
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

  it('trains a sweep as replicas of one graph on a GPU', async () => {
    const missing = missingPackage();
    if (missing !== undefined)
      throw new Error(`This test needs Debian's package ${missing}: apt-get install ${missing}`);
    const args = ['--engine', 'onnx-webgpu', '--at-once', '0', '--replicas', '2'];
    const { bench } = await benchOf(args, softwareGpu());
    expect(bench).toMatchObject({ engine: 'onnx-webgpu', runs: 2, atOnce: [{ workers: 1, replicas: 2 }] });
    const [together] = bench.atOnce;
    // Each takes nearly as long as both.
    expect(together?.secondsPerRun).toBeGreaterThan(0.7 * (together?.seconds ?? 0));
  });

  it('refuses to measure no run, with exit code 2', async () => {
    expect((await heldout(['bench', 'sweep', '--runs', '0'])).code).toBe(2);
  });
});
