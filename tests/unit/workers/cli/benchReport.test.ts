import { describe, expect, it } from 'vitest';
import { engineReportSchema, median } from '@/workers/cli/benchReport';

const shape = {
  dModel: 512,
  dFf: 2048,
  heads: 8,
  layers: 1,
  msPerStep: 900,
  tokensPerSecond: 1422.2,
  flopsPerStep: 80_436_264_960,
  achievedGflops: 89.4,
  matmulGflops: 94.1,
  ratio: 0.95,
  squareMatmulGflops: 92,
  minimumMs: 880,
  maximumMs: 960,
  steps: 15,
  otherLoad: null,
  parameters: 14_096_752,
};

describe('the report of bench engine', () => {
  it('may have more keys than the documented ones, as the one of PyTorch has', () => {
    const report = { engine: 'pytorch 1.13', threads: 2, shapes: [{ ...shape, firstLoss: 8.7 }] };
    expect(engineReportSchema.parse(report)).toEqual({ ...report, shapes: [shape] });
  });

  it('has every documented key, and rates that are numbers', () => {
    const { ratio: _, ...without } = shape;
    const report = (broken: object) => ({ engine: 'onnx-cpu', threads: 1, shapes: [broken] });
    expect(engineReportSchema.safeParse(report(without)).success).toBe(false);
    expect(engineReportSchema.safeParse(report({ ...shape, msPerStep: null })).success).toBe(false);
    expect(engineReportSchema.safeParse(report({ ...shape, msPerStep: 0 })).success).toBe(false);
  });

  it('takes the middle of its times, or the mean of the two', () => {
    expect(median([30, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 30])).toBe(3);
    expect(median([])).toBeNaN();
  });
});
