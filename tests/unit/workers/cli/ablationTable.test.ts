import { describe, expect, it } from 'vitest';
import type { RunRow } from '@/lib/domain/api';
import { type SweepSpecInput, sweepSpecSchema } from '@/lib/domain/sweep';
import { ablationTable } from '@/workers/cli/ablationTable';

function run(seed: number, state: RunRow['state'], bleu: number): RunRow {
  return {
    id: `run-${seed}`,
    sweepId: 'sweep',
    variantIndex: 0,
    levels: { heads: 2 },
    seed,
    state,
    attempt: 1,
    progress: null,
    parameterCount: 1000,
    result: { bestStep: 20, bestEpoch: 2, atBest: { 'test/bleu': bleu }, last: {} },
    tested: { best: null, last: null },
    comparison: null,
    workerName: null,
    startedAtMs: null,
    finishedAtMs: null,
    durationMs: 1000,
    stopReason: state === 'stopped' ? 'stopped: it was worse' : null,
    notBeforeMs: null,
    error: null,
  };
}

function rowOf(spec: Partial<SweepSpecInput>, runs: RunRow[]) {
  const parsed = sweepSpecSchema.parse({ name: 'heads', corpus: 'phrasebook', ...spec });
  return ablationTable({ spec: parsed, runs }).rows[0];
}

describe('the table of a sweep', () => {
  const runs = [run(1, 'finished', 30), run(2, 'finished', 40), run(3, 'stopped', 10)];

  it('leaves runs that were cut short out of the means, and says so', () => {
    const row = rowOf({ stopping: { kind: 'asha' } }, runs);
    expect(row).toMatchObject({ 'test/bleu': 35, range: '30.0 – 40.0', seeds: '2 of 3, 1 stopped early' });
    const never = rowOf({ budget: { hours: 1 } }, [run(1, 'stopped', 10)]);
    expect(never).toMatchObject({ 'test/bleu': null, seeds: '0 of 1, 1 stopped early' });
  });

  it('takes a run that ended by its own patience for a whole one', () => {
    expect(rowOf({ stopping: { kind: 'patience' } }, runs)).toMatchObject({ 'test/bleu': 80 / 3, seeds: 3 });
  });
});
