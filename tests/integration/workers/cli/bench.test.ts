import { describe, expect, it } from 'vitest';
import { heldout } from '@/tests/heldoutProgram';
import { engineReportSchema } from '@/workers/cli/benchReport';

describe('heldout bench engine', () => {
  it('prints what it measured as JSON, and nothing else', async () => {
    const args = ['--json', '--dModel', '16', '--layers', '1,2', '--steps', '2', '--threads', '1'];
    const { code, stdout, stderr } = await heldout(['bench', 'engine', ...args]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { engine, threads, shapes } = engineReportSchema.parse(JSON.parse(stdout));
    expect({ engine, threads }).toEqual({ engine: 'onnx-cpu', threads: 1 });
    expect(shapes.map(({ dModel, dFf, heads, layers }) => [dModel, dFf, heads, layers])).toEqual([
      [16, 64, 8, 1],
      [16, 64, 8, 2],
    ]);
    for (const shape of shapes) {
      expect(shape.steps).toBe(2);
      expect(shape.tokensPerSecond * shape.msPerStep).toBeCloseTo(64 * 20 * 1000, 3);
      expect(shape.achievedGflops * shape.msPerStep * 1e6).toBeCloseTo(shape.flopsPerStep, -3);
      expect(shape.ratio).toBeCloseTo(shape.achievedGflops / shape.matmulGflops, 9);
      expect(shape.minimumMs).toBeLessThanOrEqual(shape.msPerStep);
    }
  });

  it('refuses widths and engines that do not exist, with exit code 2', async () => {
    const wide = await heldout(['bench', 'engine', '--dModel', '16,x']);
    expect(wide.code).toBe(2);
    expect(wide.stderr).toContain('expected a whole number from 8 to 2048');
    const unknown = await heldout(['bench', 'engine', '--engine', 'abacus']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('onnx-cpu');
  });
});
