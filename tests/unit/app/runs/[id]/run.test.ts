import { describe, expect, it } from 'vitest';
import { createFormats } from '@/app/format/formats';
import { createNames } from '@/app/format/names';
import { filteredLines, logText } from '@/app/runs/[id]/log/logLines';
import { pythonLoader } from '@/app/runs/[id]/model/pythonLoader';
import { maximumOf, meanOf } from '@/app/runs/[id]/resources/overTime';
import { bestX, runSeries } from '@/app/runs/[id]/runSeries';
import { timeLeftOf } from '@/app/runs/[id]/timeLeft';
import { epochsOf, frameOf } from '@/app/runs/[id]/translations/film';

const names = createNames(createFormats({ language: 'en', numbers: 'en' }));

describe('the film of translations', () => {
  const sample = (epoch: number, hypothesis: string) => ({
    step: epoch * 10,
    epoch,
    split: 'test' as const,
    items: [{ source: 'Hello.', references: ['你好。'], hypothesis }],
  });
  const samples = [sample(2, '你好 。'), sample(1, '我。'), { ...sample(3, 'x'), split: 'train' as const }];

  it('has a frame an epoch of its split, ascending', () => {
    expect(epochsOf(samples, 'test')).toEqual([1, 2]);
    expect(epochsOf(samples, 'validation')).toEqual([]);
  });

  it('holds each translation beside the one an epoch before, and knows an exact one', () => {
    expect(frameOf(samples, 'test', 2)).toEqual([
      { source: 'Hello.', references: ['你好。'], hypothesis: '你好 。', previous: '我。', exact: true },
    ]);
    expect(frameOf(samples, 'test', 1)[0]).toMatchObject({ previous: undefined, exact: false });
  });
});

describe('the curves of a run', () => {
  const result = { bestStep: 5, bestEpoch: 1, atBest: {}, last: {} };
  const curve = (metric: string) => ({ metric, steps: [5], values: [1], total: 1, shown: 1 });
  const entry = { runId: 'r', stepsPerEpoch: 5, tokensPerStep: 100, startedAtMs: 0 };

  it('have a line for each split that was measured, test dashed', () => {
    const lines = runSeries(
      { id: 'r', variantIndex: 9, result },
      { runs: [{ ...entry, curves: [curve('train/loss'), curve('test/loss')] }] },
      ['train/loss', 'validation/loss', 'test/loss'],
      { axes: { x: 'step', logY: false }, smoothing: { kind: 'none', amount: 0 }, names },
    );
    expect(lines.map((line) => [line.label, line.dash, line.look.hue, line.bestX])).toEqual([
      ['train', 'solid', 2, undefined],
      ['test', 'dashed', 2, 5],
    ]);
  });

  it('mark the best step on every axis that can tell', () => {
    const at = (x: 'step' | 'epoch' | 'tokens' | 'time') => bestX({ result }, { x, logY: false }, 100);
    expect([at('step'), at('epoch'), at('tokens'), at('time')]).toEqual([5, 1, 500, undefined]);
    expect(bestX({ result }, { x: 'tokens', logY: false }, null)).toBeUndefined();
  });
});

describe('the time that a run has left', () => {
  const progress = { step: 50, totalSteps: 200, epoch: 1, totalEpochs: 4 };

  it('is that of the steps to come at the pace so far', () => {
    expect(timeLeftOf({ state: 'running', progress, durationMs: 1000 })).toBe(3000);
  });

  it('is not said of a run that does not run, has hardly begun, or is at its end', () => {
    expect(timeLeftOf({ state: 'finished', progress, durationMs: 1000 })).toBeUndefined();
    expect(timeLeftOf({ state: 'running', progress: null, durationMs: 1000 })).toBeUndefined();
    expect(
      timeLeftOf({ state: 'running', progress: { ...progress, step: 3 }, durationMs: 9 }),
    ).toBeUndefined();
    expect(
      timeLeftOf({ state: 'running', progress: { ...progress, step: 200 }, durationMs: 9 }),
    ).toBeUndefined();
  });
});

describe('the log', () => {
  const line = (level: 'info' | 'warn' | 'error', text: string) => ({ timeMs: 0, attempt: 1, level, text });
  const lines = [line('info', 'Epoch 1'), line('warn', 'slow disk'), line('error', 'Disk full')];

  it('keeps what a level and a search ask for, with its place', () => {
    const indices = (
      ...[filter, text]: Parameters<typeof filteredLines> extends [unknown, ...infer Rest] ? Rest : never
    ) => filteredLines(lines, filter, text).map(({ index }) => index);
    expect(indices('all', '')).toEqual([0, 1, 2]);
    expect(indices('warn', '')).toEqual([1, 2]);
    expect(indices('error', 'DISK')).toEqual([2]);
    expect(indices('all', 'disk')).toEqual([1, 2]);
  });

  it('is saved a line each, in UTC', () => {
    expect(logText(lines.slice(0, 1))).toBe('1970-01-01T00:00:00.000Z #1 info Epoch 1\n');
  });
});

it('sums of resources pass over what is not finite', () => {
  expect(meanOf([1, Number.NaN, 3])).toBe(2);
  expect(maximumOf([1, Number.POSITIVE_INFINITY, 3])).toBe(3);
  expect([meanOf([]), maximumOf([Number.NaN])]).toEqual([undefined, undefined]);
});

it('the Python that opens a kept model names its file', () => {
  expect(pythonLoader('a"b.safetensors')).toContain('safe_open("a\\"b.safetensors", framework="np")');
});
