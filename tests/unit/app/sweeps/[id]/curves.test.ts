import { describe, expect, it } from 'vitest';
import { looksBy } from '@/app/charts/palette';
import { curvesCsv } from '@/app/sweeps/[id]/curves/curvesCsv';
import { amountFor, metricsOf, shownQuantities } from '@/app/sweeps/[id]/curves/curvesState';
import { type LineChoice, linesOf, withEmphasis } from '@/app/sweeps/[id]/curves/runLines';
import { stepRange } from '@/app/sweeps/[id]/curves/stepRange';
import { curvesWith, run } from './sweepFixtures';

const runs = [run(0, 1), run(0, 2), run(1, 1)];
const curves = curvesWith({
  'run-0-1': { 'test/loss': [4, 2] },
  'run-0-2': { 'test/loss': [2, 1] },
  'run-1-1': { 'test/loss': [3, Number.NaN] },
});
const choice: LineChoice = {
  axes: { x: 'epoch', logY: false },
  smoothing: { kind: 'none', amount: 0 },
  lines: 'seeds',
  looks: looksBy('variant', runs),
  label: (each, seed) => `${each.variantIndex} ${seed ?? 'mean'}`,
  group: (each) => String(each.variantIndex),
};

describe('the lines of the curves', () => {
  it('are one a run, seeds of a variant looking alike', () => {
    const lines = linesOf(runs, curves, 'test/loss', choice);
    expect(lines.map(({ label, look, dash, points }) => [label, look.hue, dash, points.length])).toEqual([
      ['0 1', 0, 'dashed', 2],
      ['0 2', 0, 'dashed', 2],
      ['1 1', 1, 'dashed', 1],
    ]);
    expect(lines[2]?.notFinite).toBe(1);
    expect(linesOf(runs, curves, 'train/loss', choice)).toEqual([]);
  });

  it('give the same points again for a curve that did not change', () => {
    const [first] = linesOf(runs, curves, 'test/loss', choice);
    const [again] = linesOf(runs, curves, 'test/loss', { ...choice, label: () => 'other' });
    expect(again?.points).toBe(first?.points);
  });

  it('are one a variant with its range, where it has more than one seed', () => {
    const [mean, single] = linesOf(runs, curves, 'test/loss', { ...choice, lines: 'range' });
    expect(mean).toMatchObject({
      label: '0 mean',
      total: 4,
      points: [
        { x: 1, y: 3 },
        { x: 2, y: 1.5 },
      ],
      band: [
        { x: 1, low: 2, high: 4 },
        { x: 2, low: 1, high: 2 },
      ],
    });
    expect(single).toMatchObject({ label: '1 1', seed: 1 });
  });

  it('keep an interval above zero on a log axis', () => {
    const axes = { x: 'epoch', logY: true } as const;
    const [mean] = linesOf(runs, curves, 'test/loss', { ...choice, axes, lines: 'mean' });
    for (const { low } of mean?.band ?? []) expect(low).toBeGreaterThan(0);
  });

  it('are drawn a run each over time, of which seeds share no moment', () => {
    const axes = { x: 'time', logY: false } as const;
    expect(linesOf(runs, curves, 'test/loss', { ...choice, axes, lines: 'mean' })).toHaveLength(3);
  });

  it('stand back behind the variant that is pointed at', () => {
    const lines = linesOf(runs, curves, 'test/loss', choice);
    expect(withEmphasis(lines, 0).map(({ emphasis }) => emphasis)).toEqual(['strong', 'strong', 'faint']);
    expect(withEmphasis(lines, 7).map(({ emphasis }) => emphasis)).toEqual([undefined, undefined, undefined]);
  });

  it('are saved with what was measured beside what was made of it', () => {
    const smoothing = { kind: 'ema', amount: 0.5 } as const;
    const lines = linesOf(runs.slice(0, 1), curves, 'test/loss', { ...choice, smoothing });
    const csv = curvesCsv([{ metric: 'test/loss', lines }], runs, ['positions'], 'epoch');
    expect(csv.split('\r\n').slice(0, 3)).toEqual([
      'metric,variant,positions,seed,epoch,value,smoothed,low,high',
      'test/loss,1,learned,1,1,4,4,,',
      expect.stringMatching(/^test\/loss,1,learned,1,2,2,2\.66\d+,,$/),
    ]);
  });
});

describe('what is zoomed to', () => {
  it('is asked for in steps that cover it in every run', () => {
    const uneven = {
      runs: curves.runs.map((each, at) => ({ ...each, stepsPerEpoch: at === 0 ? 20 : 10 })),
    };
    expect(stepRange([1, 2], 'epoch', uneven)).toEqual({ from: 10, to: 40 });
    expect(stepRange([1000, 2000], 'tokens', curves)).toEqual({ from: 10, to: 20 });
    expect(stepRange([-3, 20], 'step', curves)).toEqual({ from: 0, to: 20 });
  });

  it('is not told by time, or without a zoom, or before anything is known', () => {
    expect(stepRange([1, 2], 'time', curves)).toBeUndefined();
    expect(stepRange(null, 'epoch', curves)).toBeUndefined();
    expect(stepRange([1, 2], 'epoch', { runs: [] })).toBeUndefined();
  });
});

describe('what an address asks for', () => {
  it('is taken as far as it is known', () => {
    expect(shownQuantities(['loss', 'loss', 'nonsense', 'optimizer/learningRate'])).toEqual([
      'loss',
      'optimizer/learningRate',
    ]);
    expect(shownQuantities([])).toEqual(['loss']);
    expect(metricsOf('bleu', ['train', 'test'])).toEqual(['train/bleu', 'test/bleu']);
    expect(metricsOf('optimizer/learningRate', ['train'])).toEqual(['optimizer/learningRate']);
  });

  it('has an amount that its smoothing can take', () => {
    expect(amountFor('ema', 20)).toBe(0.99);
    expect(amountFor('mean', null)).toBe(5);
    expect(amountFor('none', 3)).toBe(0);
  });
});
