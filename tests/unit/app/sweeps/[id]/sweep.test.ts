import { describe, expect, it } from 'vitest';
import { answerOf } from '@/app/sweeps/[id]/answer';
import { bestText, rankingProblems, resultColumns } from '@/app/sweeps/[id]/columns';
import { overfittingSeries, sweepSeries, testLossRise, variantsOf } from '@/app/sweeps/[id]/sweepSeries';
import { formatSort, parseSort, withHidden } from '@/app/sweeps/[id]/viewState';
import type { CurvesResponse, RunRow, SweepDetail } from '@/lib/domain/api';
import { sweepSpecSchema } from '@/lib/domain/sweep';

function run(variantIndex: number, seed: number, result: Partial<RunRow['result']> = {}): RunRow {
  return {
    id: `run-${variantIndex}-${seed}`,
    sweepId: 'sweep',
    variantIndex,
    levels: { positions: variantIndex === 0 ? 'learned' : 'sinusoidal' },
    seed,
    state: 'finished',
    attempt: 1,
    progress: null,
    parameterCount: 1_000_000,
    result: { bestStep: 20, bestEpoch: 2, atBest: {}, last: {}, ...result },
    tested: { best: null, last: null },
    comparison: null,
    workerName: null,
    startedAtMs: null,
    finishedAtMs: null,
    durationMs: 1000,
    error: null,
    stopReason: null,
    notBeforeMs: null,
  };
}

const runs = [
  run(0, 1, { atBest: { 'test/loss': 1, 'test/bleu': 40 }, last: { 'test/loss': 1.5 } }),
  run(0, 2, { atBest: { 'test/loss': 1.1, 'test/bleu': 38 }, last: { 'test/loss': 1.4 } }),
  run(1, 1, { atBest: { 'test/loss': Number.NaN, 'test/bleu': 20 } }),
];
const comparison = {
  testHash: 'same',
  sampleHash: 'same',
  bleuSignature: 'tok:zh',
  targetUnit: 'characters',
};

/** Scores of the whole test split at the best step. */
function testedAt(bleu: number): RunRow['tested'] {
  const scores = { 'test/bleu': { value: bleu, signature: 'tok:zh' } };
  const at = { step: 20, epoch: 2, testSet: 'a'.repeat(64), sentences: 1383 };
  return { best: { moment: 'best', ...at, scores }, last: null };
}

const curves: CurvesResponse = {
  runs: runs.map(({ id }) => ({
    runId: id,
    stepsPerEpoch: 10,
    curves: ['train/loss', 'test/loss'].map((metric) => ({
      metric,
      steps: [10, 20],
      values: [2, 1],
      total: 2,
      shown: 2,
    })),
  })),
};
const axes = { x: 'epoch', logY: false } as const;

function detail(seeds: number[], best: SweepDetail['sweep']['best'], measured = runs): SweepDetail {
  return {
    sweep: {
      id: 'sweep',
      name: 'positions',
      question: '',
      corpusSlug: 'phrasebook',
      state: 'finished',
      counts: { queued: 0, running: 0, finished: 3, stopped: 0, failed: 0, cancelled: 0 },
      variantCount: 2,
      factors: ['positions'],
      createdAtMs: 0,
      priority: 0,
      paused: false,
      best,
      comparisonProblem: null,
    },
    spec: sweepSpecSchema.parse({ name: 'positions', corpus: 'phrasebook', seeds }),
    corpus: {
      id: 'corpus',
      slug: 'phrasebook',
      name: 'Phrasebook',
      sourceLanguage: 'en',
      targetLanguage: 'zh',
      licence: 'CC0',
      origin: 'generated',
      generated: true,
      pairCount: 1,
      distinctSources: 1,
      removed: {},
      fingerprint: '',
      bytes: 1,
      createdAtMs: 0,
    },
    estimate: null,
    dropped: [],
    notes: [],
    runs: measured,
  };
}

describe('lines of a sweep', () => {
  it('share hue and label among the seeds of a variant, and leave hidden runs out', () => {
    const lines = sweepSeries(runs, curves, 'train/loss', axes, new Set(['1.1']));
    expect(lines.map((line) => [line.group, line.look.hue, line.points.length])).toEqual([
      ['learned', 0, 2],
      ['learned', 0, 2],
    ]);
  });

  it('mark the chosen step on the test line of an overfitting panel only', () => {
    const [variant] = variantsOf(runs);
    const lines = variant ? overfittingSeries(variant, curves, axes, new Set()) : [];
    expect(lines.map((line) => [line.label, line.dash, line.bestX])).toEqual([
      ['train · seed 1', 'solid', undefined],
      ['train · seed 2', 'solid', undefined],
      ['test · seed 1', 'dashed', 2],
      ['test · seed 2', 'dashed', 2],
    ]);
  });

  it('say by how much test loss has risen since the chosen step, mean over seeds', () => {
    expect(testLossRise(runs.slice(0, 2))).toBeCloseTo(0.4);
    expect(testLossRise([run(1, 2)])).toBeUndefined();
  });
});

describe('the answer', () => {
  const best = { runId: 'run-0-1', metric: 'test/bleu', value: 40, sentences: null, stoppedEarly: false };

  it('says how the best was chosen and what its other seeds reached', () => {
    expect(answerOf(detail([1, 2], best))).toEqual({
      runId: 'run-0-1',
      variant: 'learned',
      score: 'test BLEU 40.0 at epoch 2',
      caveats: [
        'the best of 3 runs, chosen on validation loss, reported on test BLEU',
        'seed 1; its 2 seeds range from 38.0 to 40.0',
      ],
    });
  });

  it('is of the whole test split once that was translated, its other seeds too', () => {
    const whole = runs.map((entry, index) => ({ ...entry, tested: testedAt(30 + index) }));
    const answer = answerOf(detail([1, 2], { ...best, value: 30, sentences: 1383 }, whole));
    expect(answer?.score).toBe('test BLEU 30.0 at epoch 2');
    expect(answer?.caveats).toContain('seed 1; its 2 seeds range from 30.0 to 31.0');
    expect(answer?.caveats).toContain('on all 1,383 test sentences');
  });

  it('does not put runs that were cut short beside whole ones unsaid', () => {
    const stopped = runs.map((entry, index) =>
      index === 1 ? { ...entry, state: 'stopped' as const } : entry,
    );
    const of = (kind: 'asha' | 'patience', winner = best) => {
      const { spec, ...rest } = detail([1, 2], winner, stopped);
      return answerOf({ ...rest, spec: sweepSpecSchema.parse({ ...spec, stopping: { kind } }) })?.caveats;
    };
    expect(of('asha')).toEqual([
      'the best of 3 runs (1 of them stopped early), chosen on validation loss, reported on test BLEU',
      'seed 1; the only whole seed of this variant measured so far',
      '1 seed of its variant stopped early and left out of the range',
    ]);
    expect(of('asha', { ...best, runId: 'run-0-2', value: 38 })).toContain(
      'this run was itself stopped early: trained to its end it might have come further',
    );
    expect(of('patience')).toContain('seed 1; its 2 seeds range from 38.0 to 40.0');
  });

  it('warns where there is only one seed', () => {
    expect(answerOf(detail([1], best))?.caveats.at(-1)).toMatch(/^one seed a variant/);
  });

  it('does not exist before anything was measured', () => {
    expect(answerOf(detail([1], null))).toBeUndefined();
  });
});

describe('the results table', () => {
  const columns = resultColumns(['positions'], runs);
  const column = (id: string) => columns.find((candidate) => candidate.id === id);

  it('has a column a factor, then the run, then metrics at the chosen step', () => {
    expect(columns.map((entry) => entry.id)).toEqual([
      'positions',
      'seed',
      'state',
      'progress',
      'parameters',
      'bestEpoch',
      'train/loss',
      'test/loss',
      'train/accuracy',
      'test/accuracy',
      'train/bleu',
      'test/bleu',
      'test/chrf',
      'whole:test/bleu',
      'whole:test/chrfPlusPlus',
      'whole:test/ter',
      'whole:test/perplexity',
      'duration',
    ]);
  });

  it('finds the best by the metric’s own direction, and never NaN', () => {
    const loss = column('test/loss');
    const bleu = column('test/bleu');
    const seed = column('seed');
    expect(loss && bestText(loss, runs)).toBe('1.000');
    expect(bleu && bestText(bleu, runs)).toBe('40.0');
    expect(seed && bestText(seed, runs)).toBeUndefined();
  });
});

describe('runs that were tested on different sentences', () => {
  const apart = runs.map((entry, index) => ({
    ...entry,
    tested: testedAt(30 + index),
    comparison: { ...comparison, testHash: `test set ${Math.min(index, 1)}` },
  }));
  const columns = resultColumns(['positions'], apart);

  it('have no best in any column of scores, and the table says why, once a reason', () => {
    for (const id of ['test/loss', 'test/bleu', 'whole:test/bleu']) {
      const column = columns.find((candidate) => candidate.id === id);
      expect(column && bestText(column, apart)).toBeUndefined();
    }
    expect(rankingProblems(columns, apart)).toContainEqual(
      expect.stringMatching(
        /^train loss, test loss, .* are not compared: these runs have 2 different test sets/,
      ),
    );
  });

  it('are ranked where they share the test set', () => {
    const together = apart.map((entry) => ({ ...entry, comparison }));
    const bleu = columns.find((candidate) => candidate.id === 'whole:test/bleu');
    expect(rankingProblems(columns, together)).toEqual([]);
    expect(bleu && bestText(bleu, together)).toBe('32.0');
    expect(bleu?.hint?.(together[0] ?? run(0, 1))).toBe('tok:zh');
  });
});

describe('the view in the address', () => {
  it('writes the order of a sort and reads it back', () => {
    const sort = [
      { id: 'test/bleu', desc: true },
      { id: 'seed', desc: false },
    ];
    expect(formatSort(sort)).toEqual(['test/bleu:desc', 'seed']);
    expect(parseSort(formatSort(sort))).toEqual(sort);
  });

  it('hides and shows runs, nothing twice', () => {
    expect(withHidden(['0.1'], ['0.1', '0.2'], true)).toEqual(['0.1', '0.2']);
    expect(withHidden(['0.1', '0.2', '1.1'], ['0.1', '0.2'], false)).toEqual(['1.1']);
  });
});
