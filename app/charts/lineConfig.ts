import type { ChartData, Chart as ChartJs, ChartOptions } from 'chart.js';
import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { hueOf, type LineFrame, lineWidth } from './lineScene';
import { dashPatterns } from './palette';
import type { Mark, Point, Series } from './series';
import { type ChartTheme, withAlpha } from './theme';

const fontPx = 11;
/** How much is left of a line that stands behind another. */
const faintAlpha = 0.18;
const rawAlpha = 0.22;

/**
 * Lines, strong ones on top, what was measured under what was smoothed. Markers, rings and bands are drawn by
 * scenePlugin: as options a point they would keep chart.js from sharing the options of all points.
 */
export function lineData(
  series: readonly Series[],
  theme: ChartTheme,
  withEmphasis: boolean,
): ChartData<'line', Point[]> {
  const rank = ({ emphasis }: Series) => (emphasis === 'strong' ? 0 : emphasis === 'faint' ? 2 : 1);
  const ordered = withEmphasis ? series.toSorted((a, b) => rank(a) - rank(b)) : series;
  const shared = {
    clip: { left: 1, right: 1, top: 6, bottom: 6 },
    pointRadius: 0,
    pointHoverRadius: 0,
    pointHitRadius: 0,
  };
  const lines = ordered.map((line) => {
    const isFaint = withEmphasis && line.emphasis === 'faint';
    return {
      ...shared,
      id: line.id,
      label: line.label,
      data: line.points,
      borderColor: isFaint ? withAlpha(hueOf(line, theme), faintAlpha) : hueOf(line, theme),
      borderWidth: withEmphasis
        ? lineWidth(line, series.length)
        : lineWidth({ ...line, emphasis: undefined }, series.length),
      borderDash: dashPatterns[line.dash],
    };
  });
  const raw = ordered.flatMap((line) =>
    line.raw
      ? [
          {
            ...shared,
            id: `${line.id} raw`,
            label: line.label,
            data: line.raw,
            borderColor: withAlpha(hueOf(line, theme), rawAlpha),
            borderWidth: 1,
            borderDash: dashPatterns[line.dash],
          },
        ]
      : [],
  );
  // chart.js draws the first dataset last, on top.
  return { datasets: [...lines, ...raw] };
}

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** @param padding around axes and plot: room for labels, and for title and legend of a saved picture */
export function lineOptions(scene: LineFrame, padding: (chart: ChartJs) => Padding): ChartOptions<'line'> {
  const { theme, extent, logX, logY } = scene;
  const font = { family: theme.font, size: fontPx };
  const ticks = { color: theme.inkSoft, font, maxRotation: 0, padding: 4 };
  const grid = { color: theme.grid, drawTicks: false };
  const title = (text: string) => ({ display: text !== '', text, color: theme.inkSoft, font, padding: 2 });
  return {
    animation: false,
    parsing: false,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    spanGaps: true,
    // Pointing is followed outside chart.js (LineCanvas), which would look at every point of every line.
    events: [],
    layout: { padding: ({ chart }) => padding(chart) },
    plugins: { annotation: { annotations: annotationsOf(scene.marks, theme) } },
    scales: {
      x: {
        type: logX ? 'logarithmic' : 'linear',
        min: extent.x[0],
        max: extent.x[1],
        ticks: {
          ...ticks,
          includeBounds: false,
          maxTicksLimit: 7,
          ...(scene.wholeX && !logX ? { precision: 0 } : {}),
          ...(scene.xStep !== undefined && !logX ? { stepSize: scene.xStep } : {}),
          callback: (value) => (logX && !isRound(Number(value)) ? null : scene.xTick(Number(value))),
        },
        grid: { ...grid, display: false },
        border: { color: theme.line },
        title: title(scene.xTitle),
      },
      y: {
        type: logY ? 'logarithmic' : 'linear',
        min: extent.y[0],
        max: extent.y[1],
        ticks: {
          ...ticks,
          maxTicksLimit: 6,
          callback: (value) => (logY && !isRound(Number(value)) ? null : scene.yTick(Number(value))),
        },
        grid,
        border: { display: false },
        title: title(scene.yTitle),
      },
    },
  };
}

function annotationsOf(marks: readonly Mark[], theme: ChartTheme): Record<string, AnnotationOptions> {
  const font = { family: theme.font, size: fontPx, weight: 'normal' as const };
  return Object.fromEntries(
    marks.map((mark, index): [string, AnnotationOptions] => {
      const label = {
        display: true,
        content: mark.label,
        color: theme.inkSoft,
        font,
        backgroundColor: withAlpha(theme.page, 0.85),
        padding: 2,
      };
      if ('from' in mark) {
        return [
          `mark${index}`,
          {
            type: 'box',
            xMin: mark.from,
            xMax: mark.to,
            backgroundColor: withAlpha(theme.inkSoft, 0.1),
            borderWidth: 0,
            drawTime: 'beforeDatasetsDraw',
            label: { ...label, position: { x: 'center', y: 'start' } },
          },
        ];
      }
      const place = mark.axis === 'x' ? { xMin: mark.at, xMax: mark.at } : { yMin: mark.at, yMax: mark.at };
      return [
        `mark${index}`,
        {
          type: 'line',
          ...place,
          borderColor: theme.line,
          borderWidth: 1,
          borderDash: [4, 3],
          label: { ...label, position: mark.axis === 'x' ? 'end' : 'start' },
        },
      ];
    }),
  );
}

/** 1, 2 and 5 times powers of ten: the labels that fit a log axis. */
export function isRound(value: number): boolean {
  const mantissa = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
  return [1, 2, 5].some((round) => Math.abs(mantissa - round) < 1e-6);
}
