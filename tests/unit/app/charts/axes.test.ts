import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharedExtent } from '@/app/charts/extent';
import { fitText } from '@/app/charts/fitText';
import { lineCsv } from '@/app/charts/lineCsv';
import { lookOf, looksBy } from '@/app/charts/palette';
import type { Series } from '@/app/charts/series';
import { axisTick, timeStepMs } from '@/app/charts/xAxis';
import { withinFull, zoomedIn, zoomedOut } from '@/app/charts/zoom';
import { createFormats } from '@/app/format/formats';

const formats = createFormats({ language: 'en', numbers: 'en-GB' });

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

describe('zooming', () => {
  it('halves what is shown around a place, within what was seen', () => {
    expect(zoomedIn([0, 100], 50, false)).toEqual([25, 75]);
    expect(zoomedIn([0, 100], 90, false)).toEqual([50, 100]);
    expect(zoomedIn([0, 100], undefined, false)).toEqual([25, 75]);
  });

  it('halves the decades of a log axis', () => {
    const [from, to] = zoomedIn([1, 10_000], 100, true);
    expect(from).toBeCloseTo(10, 9);
    expect(to).toBeCloseTo(1000, 9);
  });

  it('out reaches all of it at last, which is no zoom', () => {
    expect(zoomedOut([40, 50], [0, 100], false)).toEqual([35, 55]);
    expect(zoomedOut([10, 90], [0, 100], false)).toBeUndefined();
  });

  it('never leaves what there is', () => {
    const place = fc.double({ min: -50, max: 150, noNaN: true });
    fc.assert(
      fc.property(place, place, (a, b) => {
        const range = withinFull([Math.min(a, b), Math.max(a, b)], [0, 100]);
        if (range) expect(range[0] >= 0 && range[1] <= 100).toBe(true);
      }),
    );
  });

  it('fits y to what is seen', () => {
    const panels = [
      [
        line([
          { x: 0, y: 8 },
          { x: 10, y: 1.1 },
          { x: 20, y: 1 },
        ]),
      ],
    ];
    expect(sharedExtent(panels, false)?.y).toEqual([0, 8]);
    const zoomed = sharedExtent(panels, false, { zoom: [5, 20] });
    expect(zoomed?.x).toEqual([5, 20]);
    expect(zoomed?.y[0]).toBeGreaterThan(0.9);
    expect(zoomed?.y[1]).toBeLessThan(1.2);
  });
});

describe('time on the x axis', () => {
  it('is cut where a clock is, into at most seven', () => {
    expect(timeStepMs(60_000)).toBe(10_000);
    expect(timeStepMs(3_600_000)).toBe(600_000);
    expect(timeStepMs(86_400_000 * 20)).toBe(86_400_000 * 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (range) => {
        expect(range / timeStepMs(range)).toBeLessThanOrEqual(7);
      }),
    );
  });

  it('is written as minutes and seconds, from an hour on as hours and minutes', () => {
    expect(axisTick(65_000, 'time', [0, 600_000], formats)).toBe('1:05');
    expect(axisTick(3_900_000, 'time', [0, 7_200_000], formats)).toBe('1:05');
  });
});

describe('colours by a factor', () => {
  const runs = [64, 32, 128].map((level, variantIndex) => ({ variantIndex, levels: { d_model: level } }));

  it('follow the order of numbers, in distinct hues', () => {
    const looks = looksBy('d_model', runs);
    expect(looks.legend.map(({ level, look }) => [level, look.hue])).toEqual([
      [32, 0],
      [64, 1],
      [128, 2],
    ]);
    expect(runs.map((run) => looks.of(run).hue)).toEqual([1, 0, 2]);
  });

  it('follow the design where levels are words, and the variant where no factor is chosen', () => {
    const words = ['sinusoidal', 'learned'].map((positions, variantIndex) => ({
      variantIndex,
      levels: { positions },
    }));
    expect(looksBy('positions', words).legend.map(({ level }) => level)).toEqual(['sinusoidal', 'learned']);
    expect(looksBy('variant', words).legend).toEqual([]);
    expect(looksBy('variant', words).of({ variantIndex: 1, levels: {} })).toEqual(lookOf(1));
  });

  it('become a scale beyond seven numbers', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      variantIndex: index,
      levels: { layers: index },
    }));
    const hues = looksBy('layers', many).legend.map(({ look }) => look.hue);
    expect(hues).toEqual(hues.toSorted((a, b) => a - b));
    expect([hues[0], hues.at(-1)]).toEqual([7, 13]);
  });
});

describe('the data of a chart as CSV', () => {
  it('has a row a point, with what was measured and intervals where there are any', () => {
    const plain = line([{ x: 1, y: 0.5 }]);
    expect(lineCsv([plain], 'epoch', 'test/loss')).toBe('line,epoch,test/loss\r\na,1,0.5\r\n');
    const rich = {
      ...plain,
      raw: [{ x: 1, y: 0.7 }],
      band: [
        { x: 0, low: 0, high: 0.1 },
        { x: 1, low: 0.4, high: 0.6 },
      ],
    };
    expect(lineCsv([rich], 'time', 'test/loss')).toBe(
      'line,time_ms,test/loss,test/loss measured,test/loss low,test/loss high\r\na,1,0.5,0.7,0.4,0.6\r\n',
    );
  });
});

it('a text that does not fit is shortened in its middle', () => {
  const measure = (text: string) => Array.from(text).length;
  expect(fitText('learned', 7, measure)).toBe('learned');
  expect(fitText('d_model 32, heads 2', 9, measure)).toBe('d_mo…ds 2');
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.integer({ min: 1, max: 40 }),
      (text, width) => {
        expect(measure(fitText(text, width, measure))).toBeLessThanOrEqual(width);
      },
    ),
  );
});
