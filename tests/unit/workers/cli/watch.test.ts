import { describe, expect, it } from 'vitest';
import type { RunRow } from '@/lib/domain/api';
import { displayWidth } from '@/lib/export/displayWidth';
import { progressScreen } from '@/workers/cli/watch';

function run(seed: number, rest: Partial<RunRow> = {}): RunRow {
  return {
    id: `run${seed}`,
    sweepId: 'sweep',
    variantIndex: 0,
    levels: { recipe: '学习的位置编码与结束标记' },
    seed,
    state: 'queued',
    attempt: 0,
    progress: null,
    parameterCount: 1,
    result: { bestStep: null, bestEpoch: null, atBest: {}, last: {} },
    tested: { best: null, last: null },
    comparison: null,
    workerName: null,
    startedAtMs: null,
    finishedAtMs: null,
    durationMs: 0,
    error: null,
    stopReason: null,
    notBeforeMs: null,
    ...rest,
  };
}

describe('progress bars on a terminal', () => {
  it('fit its width in columns, not characters, and keep the bar beside a label that is wider', () => {
    for (const columns of [200, 80, 60, 52]) {
      const [line = ''] = progressScreen([run(1)], { columns, rows: 24 });
      expect(displayWidth(line)).toBeLessThanOrEqual(columns);
      expect(line).toContain('░'.repeat(16));
      expect(line).toContain('seed 1');
    }
    expect(displayWidth(progressScreen([run(1)], { columns: 10, rows: 24 })[0] ?? '')).toBeLessThanOrEqual(
      10,
    );
  });

  it('are one line each, whatever a name or an error holds', () => {
    const error = { code: 'internal', message: 'ended.\nIts last output:\n\x1b[31mred' };
    const lines = progressScreen([run(1, { levels: { recipe: 'a\nb' }, state: 'failed', error })], {
      columns: 200,
      rows: 24,
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/\p{Cc}/u);
  });

  it('fit its height: running runs are shown, the others counted', () => {
    const runs = Array.from({ length: 300 }, (_, seed) =>
      run(seed, { state: seed < 100 ? 'finished' : seed === 250 ? 'running' : 'queued' }),
    );
    const lines = progressScreen(runs, { columns: 120, rows: 10 });
    expect(lines).toHaveLength(9);
    expect(lines[0]).toContain('seed 250');
    expect(lines.at(-1)).toBe('… and 292 more; 100 of 300 runs have ended');
  });
});
