import fc from 'fast-check';
import { createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import { niceStep, sharedExtent } from '@/app/charts/extent';
import { leftOutText } from '@/app/charts/leftOut';
import { lookOf } from '@/app/charts/palette';
import {
  nearestPoint,
  nearestPosition,
  pointsOf,
  positionsOf,
  type Series,
  smoothedLine,
} from '@/app/charts/series';
import { createFormats } from '@/app/format/formats';
import { messagesOf } from '@/app/i18n/messages';

const linear = { x: 'step', logY: false } as const;
const entry = { stepsPerEpoch: 20, tokensPerStep: 400, startedAtMs: 1000 };
const unknown = { stepsPerEpoch: null, tokensPerStep: null, startedAtMs: null };

function line(points: { x: number; y: number }[], rest: Partial<Series> = {}): Series {
  return {
    id: 'a',
    label: 'a',
    group: 'a',
    look: lookOf(0),
    dash: 'solid',
    points,
    total: points.length,
    shown: points.length,
    notFinite: 0,
    notPositive: 0,
    ...rest,
  };
}

describe('points of a curve', () => {
  it('leaves out and counts what is not finite', () => {
    const drawn = pointsOf({ steps: [1, 2, 3], values: [1, Number.NaN, Infinity] }, linear, entry);
    expect(drawn).toEqual({ points: [{ x: 1, y: 1 }], notFinite: 2, notPositive: 0 });
  });

  it('leaves out and counts what a log axis cannot show', () => {
    const drawn = pointsOf({ steps: [1, 2, 3], values: [0, -1, 2] }, { x: 'step', logY: true }, entry);
    expect(drawn).toEqual({ points: [{ x: 3, y: 2 }], notFinite: 0, notPositive: 2 });
  });

  it('lie at steps, epochs, tokens or the time since the run began', () => {
    const curve = { steps: [10, 20], values: [1, 2], timesMs: [3000, 5000] };
    const at = (x: 'step' | 'epoch' | 'tokens' | 'time') =>
      pointsOf(curve, { x, logY: false }, entry).points.map((point) => point.x);
    expect(at('step')).toEqual([10, 20]);
    expect(at('epoch')).toEqual([0.5, 1]);
    expect(at('tokens')).toEqual([4000, 8000]);
    expect(at('time')).toEqual([2000, 4000]);
  });

  it('say what they lack where a run did not record what the axis needs', () => {
    const curve = { steps: [10, 20], values: [1, 2] };
    for (const x of ['epoch', 'tokens', 'time'] as const)
      expect(pointsOf(curve, { x, logY: false }, unknown)).toMatchObject({ points: [], lacks: x });
  });

  it('leave out what a log x axis cannot show', () => {
    const curve = { steps: [0, 5], values: [1, 2] };
    expect(pointsOf(curve, { x: 'step', logY: false, logX: true }, entry)).toMatchObject({
      points: [{ x: 5, y: 2 }],
      notPositive: 1,
    });
  });

  it('are kept as they were measured beside a smoothed line', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 6 },
      { x: 2, y: 0 },
    ];
    const smoothed = smoothedLine(line(points), { kind: 'mean', amount: 3 });
    expect(smoothed.raw).toEqual(points);
    expect(smoothed.points[1]).toEqual({ x: 1, y: 2 });
  });
});

describe('shared axes', () => {
  it('hold every point of every panel', () => {
    const point = fc.record({
      x: fc.double({ min: 0, max: 1e6, noNaN: true }),
      y: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1 }), fc.array(point), (left, right) => {
        const extent = sharedExtent([[line(left)], [line(right)]], false);
        const slack = 1e-6;
        return [...left, ...right].every(
          ({ x, y }) =>
            extent !== undefined &&
            x >= extent.x[0] - slack &&
            x <= extent.x[1] + slack &&
            y >= extent.y[0] - slack &&
            y <= extent.y[1] + slack,
        );
      }),
      { examples: [[[{ x: 0, y: Number.MIN_VALUE }], []]] },
    );
  });

  it('begin at zero on a linear axis and end on powers of ten on a log axis', () => {
    const panels = [[line([{ x: 5, y: 0.3 }])], [line([{ x: 9, y: 4.2 }])]];
    expect(sharedExtent(panels, false)).toEqual({ x: [0, 9], y: [0, 5] });
    expect(sharedExtent(panels, true)?.y).toEqual([0.1, 10]);
  });

  it('fit what is seen when zoomed in', () => {
    const panels = [[line([0, 1, 2, 3].map((x) => ({ x, y: 10 - x })))]];
    expect(sharedExtent(panels, false, { zoom: [2, 3] })).toEqual({ x: [2, 3], y: [7, 8] });
  });

  it('do not exist while nothing is measured', () => {
    expect(sharedExtent([[], [line([])]], false)).toBeUndefined();
  });

  it('are cut by 1, 2 or 5 times a power of ten', () => {
    expect([niceStep(8), niceStep(45), niceStep(0.9), niceStep(100)]).toEqual([2, 10, 0.2, 20]);
  });
});

describe('reading a curve', () => {
  it('finds the same point as looking at all of them', () => {
    const ascending = fc
      .uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1 })
      .map((xs) => xs.sort((a, b) => a - b));
    fc.assert(
      fc.property(ascending, fc.integer({ min: -10, max: 1010 }), (xs, x) => {
        const least = Math.min(...xs.map((candidate) => Math.abs(candidate - x)));
        const found = nearestPoint(
          xs.map((candidate) => ({ x: candidate, y: 0 })),
          x,
        );
        expect(Math.abs((found?.x ?? Infinity) - x)).toBe(least);
        expect(nearestPosition(xs, x)).toBe(found?.x);
      }),
    );
  });

  it('finds nothing on an empty line', () => {
    expect(nearestPoint([], 3)).toBeUndefined();
    expect(nearestPosition([], 3)).toBeUndefined();
  });

  it('stands at every measured position once, ascending', () => {
    const panels = [
      [line([{ x: 3, y: 0 }])],
      [
        line([
          { x: 1, y: 0 },
          { x: 3, y: 1 },
        ]),
      ],
    ];
    expect(positionsOf(panels)).toEqual([1, 3]);
  });
});

it('says how many points are shown and what is left out', () => {
  const series = [
    line([], { total: 12_000, shown: 400, notPositive: 2 }),
    line([], { total: 10, shown: 10, notFinite: 1 }),
  ];
  const words = createTranslator({ locale: 'en', messages: messagesOf.en, namespace: 'charts' });
  const formats = createFormats({ language: 'en', numbers: 'en' });
  expect(leftOutText(series, words, formats)).toEqual([
    'showing 410 of 12,010 points',
    'log axis leaves out 2 ≤ 0',
    '1 not finite (NaN or ∞)',
  ]);
});
