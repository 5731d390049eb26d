import { describe, expect, it } from 'vitest';
import { isRound, lineData, lineOptions } from '@/app/charts/lineConfig';
import type { LineFrame } from '@/app/charts/lineScene';
import { lookOf } from '@/app/charts/palette';
import type { Series } from '@/app/charts/series';
import type { ChartTheme } from '@/app/charts/theme';

const theme: ChartTheme = {
  page: 'rgb(255, 255, 255)',
  ink: 'rgb(0, 0, 0)',
  inkSoft: 'rgb(70, 80, 90)',
  grid: 'rgb(230, 230, 230)',
  line: 'rgb(140, 140, 140)',
  accent: 'rgb(0, 0, 255)',
  accentWash: 'rgb(200, 200, 255)',
  font: 'sans-serif',
  hues: ['rgb(0, 114, 178)'],
  heat: ['rgb(255, 255, 255)', 'rgb(100, 100, 200)', 'rgb(0, 0, 100)'],
};

const frame: LineFrame = {
  title: 'test loss',
  extent: { x: [1, 100], y: [0.1, 10] },
  logX: false,
  logY: true,
  xTitle: 'step',
  yTitle: 'nats a token',
  xTick: String,
  yTick: String,
  xStep: undefined,
  wholeX: true,
  marks: [],
  directLabels: false,
  theme,
};

function line(id: string, rest: Partial<Series> = {}): Series {
  return {
    id,
    label: id,
    group: id,
    look: lookOf(0),
    dash: 'solid',
    points: [{ x: 1, y: 1 }],
    total: 1,
    shown: 1,
    notFinite: 0,
    notPositive: 0,
    ...rest,
  };
}

const padding = () => ({ top: 0, right: 0, bottom: 0, left: 0 });

describe('what chart.js is told of lines', () => {
  it('draws lines above what was measured, of a saved picture strong ones on top', () => {
    const series = [line('a', { emphasis: 'faint' }), line('b', { raw: [], emphasis: 'strong' }), line('c')];
    const ids = (withEmphasis: boolean) =>
      lineData(series, theme, withEmphasis).datasets.map((dataset) => ('id' in dataset ? dataset.id : ''));
    // The first dataset is drawn last.
    expect(ids(true)).toEqual(['b', 'c', 'a', 'b raw']);
    expect(ids(false)).toEqual(['a', 'b', 'c', 'b raw']);
  });

  it('shows the extent on the scales that were chosen', () => {
    const { scales } = lineOptions(frame, padding);
    expect(scales?.['x']).toMatchObject({ type: 'linear', min: 1, max: 100 });
    expect(scales?.['y']).toMatchObject({ type: 'logarithmic', min: 0.1, max: 10 });
  });

  it('marks places and parts of the axes', () => {
    const marks: LineFrame['marks'] = [
      { axis: 'x', at: 50, label: 'stopped' },
      { axis: 'y', at: 2, label: 'baseline' },
      { axis: 'x', from: 10, to: 20, label: 'warm-up' },
    ];
    const annotations = lineOptions({ ...frame, marks }, padding).plugins?.annotation?.annotations;
    expect(annotations).toMatchObject({
      mark0: { type: 'line', xMin: 50, xMax: 50, label: { content: 'stopped' } },
      mark1: { type: 'line', yMin: 2, yMax: 2, label: { content: 'baseline' } },
      mark2: { type: 'box', xMin: 10, xMax: 20, label: { content: 'warm-up' } },
    });
  });
});

it('a log axis is labelled at 1, 2 and 5 times powers of ten', () => {
  const ticks = [0.001, 0.02, 0.05, 0.1, 0.15, 0.3, 1, 1.5, 2, 2.5, 5, 8, 10, 150, 200, 1000];
  expect(ticks.filter(isRound)).toEqual([0.001, 0.02, 0.05, 0.1, 1, 2, 5, 10, 200, 1000]);
});
