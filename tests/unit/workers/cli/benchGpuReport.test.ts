import { describe, expect, it } from 'vitest';
import { compareGpuBenches } from '@/tests/bench/gpuComparison';
import { type GpuBench, gpuBenchSchema } from '@/workers/cli/benchGpuReport';
import captured from './pytorchGpuReport.json';

/**
 * What tests/bench/pytorch/gpu.py printed: --device cpu --shapes 64x1 --steps 5 --at-once 1,2 --sweep-shape 64x1 --window 2;
 * Debian's PyTorch 1.13, which has no torch.compile, on a busy machine: the form counts, not the figures. Printed as version
 * 1, whose rows did not say yet that each process has one model.
 */
const pytorch = gpuBenchSchema.parse(captured);

/** The same from Heldout, twice as fast. */
function heldout(change: Partial<GpuBench['reports'][number]['conditions']> = {}): GpuBench {
  return {
    ...pytorch,
    reports: pytorch.reports.slice(0, 1).map((report) => ({
      ...report,
      program: 'heldout',
      mode: 'onnx-cpu',
      conditions: { ...report.conditions, ...change },
      shapes: report.shapes.map((shape) => ({ ...shape, tokensPerSecond: 2 * shape.tokensPerSecond })),
      sweep: report.sweep && {
        ...report.sweep,
        atOnce: report.sweep.atOnce.map((each) => ({ ...each, runsPerHour: 2 * each.runsPerHour })),
      },
    })),
  };
}

describe("PyTorch's report", () => {
  it('has the form of bench gpu, with what could not be measured and why', () => {
    const [eager, compiled] = pytorch.reports;
    expect(eager).toMatchObject({ program: 'pytorch', mode: 'eager', precision: 'float32', failures: [] });
    expect(eager?.shapes[0]).toMatchObject({ dModel: 64, layers: 1, flopsPerStep: 3_888_906_240 });
    expect(compiled).toMatchObject({ mode: 'compiled', shapes: [] });
    expect(compiled?.failures[0]?.reason).toContain('torch.compile came with PyTorch 2.0');
  });

  it('of another version is refused', () => {
    expect(gpuBenchSchema.safeParse({ ...captured, version: 1 }).success).toBe(false);
    expect(gpuBenchSchema.safeParse({ ...captured, format: 'other' }).success).toBe(false);
  });
});

describe('both side by side', () => {
  it('are compared at every shape and number of runs that both have', () => {
    const rows = compareGpuBenches(heldout(), pytorch);
    expect(rows.map(({ what, unit, against }) => [what, unit, against])).toEqual([
      ['training, d_model 64, 1+1 layers', 'target tokens/s', 'eager, float32'],
      ['1 at once, d_model 64, 1+1 layers', 'runs/h', 'eager, float32'],
      ['2 at once (2 processes), d_model 64, 1+1 layers', 'runs/h', 'eager, float32'],
      [
        'the most at once (2 processes against 2 processes), d_model 64, 1+1 layers',
        'runs/h',
        'eager, float32',
      ],
    ]);
    for (const { faster } of rows) expect(faster).toBeCloseTo(2, 9);
  });

  it.each([
    ['replicas, where they are faster', 9, '2 at once (2 replicas)', 'the most at once (4 replicas against'],
    ['processes, where they are', 0.1, '2 at once (2 processes)', 'the most at once (2 processes against'],
  ])('are compared with several at once as %s', (_what, rate, two, most) => {
    const ours = heldout();
    const withReplicas = ours.reports.map((report) => ({
      ...report,
      sweep: report.sweep && {
        ...report.sweep,
        atOnce: [
          ...report.sweep.atOnce,
          { trainers: 1, replicas: 2, tokensPerSecond: 1, runsPerHour: rate, gain: 1 },
          { trainers: 1, replicas: 4, tokensPerSecond: 1, runsPerHour: 2 * rate, gain: 1 },
        ],
      },
    }));
    const rows = compareGpuBenches({ ...ours, reports: withReplicas }, pytorch);
    const [, , atTwo, best] = rows;
    expect(rows).toHaveLength(4);
    expect(atTwo?.what).toContain(two);
    expect(best?.what).toContain(most);
    expect(best?.heldout).toBe(Math.max(2 * rate, atTwo?.heldout ?? 0));
  });

  it('are not compared across devices or conditions', () => {
    expect(() => compareGpuBenches({ ...heldout(), device: 'NVIDIA H100' }, pytorch)).toThrow(
      /NVIDIA H100 and AMD EPYC are two devices/,
    );
    expect(() => compareGpuBenches(heldout({ dropout: 0 }), pytorch)).toThrow(
      /dropout is 0 in one file and 0\.1/,
    );
  });
});
