import { describe, expect, it } from 'vitest';
import { heldout } from '@/tests/heldoutProgram';
import { gpuBenchSchema } from '@/workers/cli/benchGpuReport';
import { mayHaveGpu } from '@/workers/gpuDevices';

const tiny = ['--shapes', '16x1', '--steps', '2', '--sentences', '2', '--sweep-shape', '16x1'];

describe('heldout bench gpu', () => {
  it('prints steps, decoding and several runs at once as JSON, each with its conditions', async () => {
    const args = ['bench', 'gpu', '--json', '--engine', 'onnx-cpu', ...tiny];
    const { code, stdout, stderr } = await heldout([...args, '--at-once', '1,2', '--window', '0.1']);
    expect(stderr).toContain('Measuring onnx-cpu: as asked.');
    expect(code).toBe(0);
    const bench = gpuBenchSchema.parse(JSON.parse(stdout));
    expect(bench).toMatchObject({ version: 2, software: true, driver: null, deviceMemoryBytes: null });
    expect(bench.versions['onnxruntime']).toMatch(/^\d+\./);
    const [report] = bench.reports;
    expect(report).toMatchObject({
      program: 'heldout',
      mode: 'onnx-cpu',
      precision: 'float32',
      failures: [],
      conditions: { rows: 64, sourceLength: 20, targetLength: 20, dropout: 0.1, heads: 8 },
    });
    const [shape] = report?.shapes ?? [];
    expect(shape).toMatchObject({ dModel: 16, layers: 1, steps: 2, squareSize: 1024, deviceBusyShare: null });
    // Untrained: about the entropy of a uniform choice among 6,000 symbols, 8.7 nats.
    expect(shape?.firstLoss).toBeGreaterThan(7);
    expect(shape?.firstLoss).toBeLessThan(12);
    expect(shape?.hostMsPerStep).toBeGreaterThan(0);
    expect(shape?.decode.map(({ width, sentences }) => [width, sentences])).toEqual([
      [1, 2],
      [4, 2],
    ]);
    const [alone, two] = report?.sweep?.atOnce ?? [];
    expect([alone, two]).toMatchObject([
      { trainers: 1, replicas: 1 },
      { trainers: 2, replicas: 1 },
    ]);
    expect(alone?.gain).toBe(1);
    expect(two?.gain).toBeCloseTo((two?.tokensPerSecond ?? 0) / (alone?.tokensPerSecond ?? 1), 9);
    // A step has 64 rows of 20 target tokens.
    const runTokens = 64 * 20 * (report?.sweep?.stepsPerRun ?? 0);
    expect(two?.runsPerHour).toBeCloseTo((3600 * (two?.tokensPerSecond ?? 0)) / runTokens, 6);
  });

  it('refuses a machine without a GPU engine, and says how it can be tried out', async ({ skip }) => {
    if (mayHaveGpu()) return skip('this machine may have a GPU');
    const { code, stdout, stderr } = await heldout(['bench', 'gpu', '--json']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('this machine has no GPU');
    expect(stderr).toContain('--engine onnx-cpu');
  });

  it('refuses shapes that are none, with exit code 2', async () => {
    for (const shape of ['12x1', '16x0']) {
      const { code, stderr } = await heldout(['bench', 'gpu', '--engine', 'onnx-cpu', '--shapes', shape]);
      expect([shape, code]).toEqual([shape, 2]);
      expect(stderr).toMatch(/expected (WIDTHxLAYERS|a whole number)/);
    }
  });
});
