import { describe, expect, it } from 'vitest';
import { heldout } from '@/tests/heldoutProgram';
import { decodeReportSchema } from '@/workers/cli/benchReport';

describe('heldout bench decode', () => {
  it('prints what it measured as JSON, and nothing else', async () => {
    const args = ['--json', '--dModel', '32', '--sentences', '12', '--beam', '2', '--threads', '1'];
    const { code, stdout, stderr } = await heldout(['bench', 'decode', ...args]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { engine, threads, cases } = decodeReportSchema.parse(JSON.parse(stdout));
    expect({ engine, threads }).toEqual({ engine: 'onnx-cpu', threads: 1 });
    expect(cases.map(({ dModel, width, sentences }) => [dModel, width, sentences])).toEqual([
      [32, 1, 12],
      [32, 2, 12],
    ]);
    for (const each of cases) {
      expect(each.sentencesPerSecond * each.ms).toBeCloseTo(12 * 1000, 6);
      expect(each.tokensPerSecond).toBeCloseTo(each.sentencesPerSecond * each.tokensPerSentence, 6);
      expect(each.longest).toBeLessThanOrEqual(40);
      expect(each.minimumMs).toBeLessThanOrEqual(each.ms);
    }
  });
});
